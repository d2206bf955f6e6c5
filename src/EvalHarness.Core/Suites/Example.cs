namespace EvalHarness.Core.Suites;

/// <summary>A table of strings, as the benchmarks store it.</summary>
/// <param name="Header">Column names.</param>
/// <param name="Rows">Cells, one list a row, each as long as the header.</param>
public sealed record Table(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Caption or title, or null.</summary>
    public string? Caption { get; init; }
}

/// <summary>What a system may see of an example: no reference is in here.</summary>
public sealed record ExampleInput
{
    /// <summary>The benchmark's own id, else <c>&lt;file stem&gt;:&lt;row from 0&gt;</c>; never changes.</summary>
    public required string Id { get; init; }

    /// <summary>What the example shares with others that are no independent evidence (its table, item or speaker); null where it stands alone.</summary>
    public string? Cluster { get; init; }

    /// <summary>The suite's rendering, ending at the answer cue without trailing space; instruction and demonstrations not included.</summary>
    public required string Query { get; init; }

    /// <summary>The template this was rendered with where a suite has several (PromptSource); else empty. Calibration never crosses templates.</summary>
    public string Template { get; init; } = "";

    /// <summary>The answers to choose from, as a person reads them (no leading space); null for free-form examples.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>
    /// The input's text slots by name in template order (<c>text</c>; <c>premise</c>, <c>hypothesis</c>): what content-free and domain texts replace.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Slots { get; init; } = [];

    /// <summary>The question or statement alone, where the query also holds a table.</summary>
    public string? Question { get; init; }

    /// <summary>The table asked about.</summary>
    public Table? Table { get; init; }

    /// <summary>Id of the query image in the suite's gallery (Fashion-IQ, CIRR).</summary>
    public string? ImageId { get; init; }

    /// <summary>Full path of the audio file.</summary>
    public string? AudioPath { get; init; }
}

/// <summary>One item of a suite split: its input, and what only scoring sees.</summary>
public sealed record Example
{
    /// <summary>What systems see.</summary>
    public required ExampleInput Input { get; init; }

    /// <summary>The benchmark's own id.</summary>
    public string Id => Input.Id;

    /// <summary>Reference answers; every one is right. For WikiTQ the list is the one right denotation. Empty where the split is unlabelled.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Typed values parallel to <see cref="References"/> (tagged WikiTQ), or null.</summary>
    public IReadOnlyList<string>? Canonical { get; init; }

    /// <summary>Index of the right choice in <see cref="ExampleInput.Choices"/>, or null.</summary>
    public int? Label { get; init; }

    /// <summary>Score of each choice where the benchmark grades them (BIG-bench <c>target_scores</c>), or null.</summary>
    public IReadOnlyList<double>? ChoiceScores { get; init; }

    /// <summary>Gallery ids of the right images (retrieval), or empty.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Named groups for breakdowns: <c>difficulty</c> = simple, <c>template</c> = …</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Groups { get; init; } = [];

    /// <summary>The answer as a demonstration shows it where that is neither the right choice nor the first reference (lists), else null.</summary>
    public string? AnswerText { get; init; }

    /// <summary>The answer as a demonstration shows it. Empty where there is none.</summary>
    public string Answer => AnswerText is not null ? AnswerText : Label is { } label && Input.Choices is { } choices && label < choices.Count ? choices[label]
        : References.Count > 0 ? References[0] : "";
}
