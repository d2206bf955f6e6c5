namespace EvalHarness.Suites.PromptSource.Templates;

/// <summary>What the authors of a template say about it.</summary>
public sealed record PromptSourceMetadata
{
    /// <summary>Whether the template asks what the data set was made for; null where they do not say.</summary>
    public bool? OriginalTask { get; init; }

    /// <summary>Whether the answer choices stand in the prompt; null where they do not say.</summary>
    public bool? ChoicesInPrompt { get; init; }

    /// <summary>The metrics meant for it, by promptsource's names (<c>Accuracy</c>); null where they do not say.</summary>
    public IReadOnlyList<string>? Metrics { get; init; }

    /// <summary>The languages it is written in; null where they do not say.</summary>
    public IReadOnlyList<string>? Languages { get; init; }
}
