using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.Calibration;

/// <summary>
/// A text classification set of few-shot calibration practice: one prompt with its text slots, one label word a class. The instructions are this
/// project's own wording; the label words are those of the contextual-calibration code (Zhao et al. 2021) where it has the set.
/// </summary>
internal sealed record CalibrationSet(string Name)
{
    public required string Title { get; init; }

    public required string Instruction { get; init; }

    /// <summary>The query with its slots in braces.</summary>
    public required string Template { get; init; }

    /// <summary>Label words by class index.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    public required IReadOnlyList<SplitFile> Splits { get; init; }

    public string? Training { get; init; }

    /// <summary>Reads a split file.</summary>
    public required Func<DataFile, IEnumerable<LabelledText>> Read { get; init; }

    /// <summary>Further files that belong to a split file: sets that have one file a class.</summary>
    public Func<DataFile, IReadOnlyList<string>> Companions { get; init; } = _ => [];

    public required string Source { get; init; }
}

/// <summary>An item: its slots in template order, and its class where it is labelled.</summary>
internal sealed record LabelledText(string Id, IReadOnlyList<KeyValuePair<string, string>> Slots, int? Label);
