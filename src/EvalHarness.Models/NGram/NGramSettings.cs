namespace EvalHarness.Models.NGram;

/// <summary>The options of an n-gram model.</summary>
internal sealed record NGramSettings
{
    public required int Order { get; init; }

    public required bool ByCharacter { get; init; }

    public required double PromptWeight { get; init; }

    public required int MaxUnits { get; init; }
}
