using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.PromptSource.Data;

/// <summary>An item of a data set with the fields that prompt templates are written for: those of the data set's public loader.</summary>
/// <param name="Id">The item's own id, else file stem and row.</param>
/// <param name="Fields">Texts and whole numbers by name; label -1 where the item is unlabelled.</param>
/// <param name="Place">Where it stands.</param>
public sealed record PromptRow(string Id, IReadOnlyDictionary<string, object?> Fields, Place Place)
{
    /// <summary>What it shares with other items that are no independent evidence; null: it stands alone, and only its templates belong together.</summary>
    public string? Cluster { get; init; }

    /// <summary>Whether the right answer is known; templates would render some answer for unlabelled items too.</summary>
    public bool IsLabelled => Fields.GetValueOrDefault("label") is not -1L && Fields.GetValueOrDefault("answer") is not "";

    /// <summary>Groups for breakdowns, beside the template.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Groups { get; init; } = [];
}
