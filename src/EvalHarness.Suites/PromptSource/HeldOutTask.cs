using EvalHarness.Suites.Formats;
using EvalHarness.Suites.PromptSource.Data;

namespace EvalHarness.Suites.PromptSource;

/// <summary>A held-out classification task: its templates, its data files, and how their records become the fields of the templates.</summary>
/// <param name="Name">The address behind the colon, as promptsource names the data set.</param>
public sealed record HeldOutTask(string Name)
{
    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>The folder of its <c>templates.yaml</c> below <c>templates/</c>.</summary>
    public required string Templates { get; init; }

    /// <summary>Split files, the default first.</summary>
    public required IReadOnlyList<SplitFile> Splits { get; init; }

    /// <summary>The training split, or null.</summary>
    public string? Training { get; init; }

    /// <summary>Reads the items of a split file.</summary>
    public required Func<DataFolder, DataFile, IEnumerable<PromptRow>> Read { get; init; }

    /// <summary>Files beside the split file that its items depend on.</summary>
    public Func<DataFile, IReadOnlyList<string>> Companions { get; init; } = _ => [];

    /// <summary>Text fields: the slots of prompts.</summary>
    public required IReadOnlyList<string> TextFields { get; init; }

    /// <summary>Values of the other fields in prompts whose texts are replaced (content-free and domain texts), where no item stands behind them.</summary>
    public IReadOnlyDictionary<string, object?> OtherFields { get; init; } = new Dictionary<string, object?> { ["label"] = 0L };

    /// <summary>Where the data comes from and which layout is read.</summary>
    public required string Source { get; init; }
}
