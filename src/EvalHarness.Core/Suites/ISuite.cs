using EvalHarness.Core.Models;

namespace EvalHarness.Core.Suites;

/// <summary>What a suite is, apart from any split.</summary>
public sealed record SuiteCard
{
    /// <summary>The address a manifest uses: <c>wikitq</c>, <c>bigbench:object_counting</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Title and one sentence.</summary>
    public required string Title { get; init; }

    /// <summary>What a cluster is here ("table", "item"), or null where examples stand alone.</summary>
    public string? ClusterMeaning { get; init; }

    /// <summary>The metrics reported when a comparison names none; the first one's primary figure is tested.</summary>
    public required IReadOnlyList<string> DefaultMetrics { get; init; }

    /// <summary>
    /// Options of the default metrics where the benchmark's protocol differs from the metric's own defaults: by metric name, then option (CIRR:
    /// <c>recall</c>, <c>exclude-reference</c> = <c>true</c>). Options that a manifest gives win.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> MetricOptions { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>How text is generated when neither comparison nor system says.</summary>
    public GenerationSettings DefaultGeneration { get; init; } = new();

    /// <summary>Splits that can be evaluated, the default first.</summary>
    public required IReadOnlyList<string> Splits { get; init; }

    /// <summary>The split demonstrations are drawn from, or null: then the hash pool of the evaluated split serves.</summary>
    public string? TrainingSplit { get; init; }

    /// <summary>Whether every example has choices.</summary>
    public bool HasChoices { get; init; }

    /// <summary>How an answer is read from a completion.</summary>
    public AnswerExtraction Extraction { get; init; } = AnswerExtraction.Whole;

    /// <summary>Where answers are lists (WikiTQ): what separates their items in prompts and completions; else null.</summary>
    public string? AnswerSeparator { get; init; }

    /// <summary>Where the real files come from, and the layout that is read: one sentence each.</summary>
    public required string Source { get; init; }

    /// <summary>Licence of the data as far as known.</summary>
    public string License { get; init; } = "";
}

/// <summary>How the answer is read from a completion; what it cannot find is unparsable.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="Pattern">The expression of <see cref="ExtractionKind.Regex"/> or the cue of <see cref="ExtractionKind.AfterCue"/>.</param>
public sealed record AnswerExtraction(ExtractionKind Kind, string? Pattern = null)
{
    /// <summary>The completion with white space at its ends removed.</summary>
    public static AnswerExtraction Whole { get; } = new(ExtractionKind.Whole);

    /// <summary>Its first non-empty line.</summary>
    public static AnswerExtraction FirstLine { get; } = new(ExtractionKind.FirstLine);
}

/// <summary>The rules of answer extraction.</summary>
public enum ExtractionKind
{
    /// <summary>The whole completion, trimmed.</summary>
    Whole,

    /// <summary>The first non-empty line, trimmed.</summary>
    FirstLine,

    /// <summary>The first match of an expression: its first group if it has one.</summary>
    Regex,

    /// <summary>The last number.</summary>
    LastNumber,

    /// <summary>The rest of the line after the last occurrence of a cue.</summary>
    AfterCue,
}

/// <summary>
/// How a suite's items become prompts: instruction, then demonstrations, then the query. Pure text; no randomness.
/// </summary>
public interface IPromptFormat
{
    /// <summary>Text before everything else for a template; may be empty.</summary>
    string Instruction(string template);

    /// <summary>A worked example with its answer and the separator behind it, so that demonstrations can be concatenated.</summary>
    string Demonstration(Example example);

    /// <summary>The continuation a choice or answer is scored as, with its leading space where the format has one.</summary>
    string Continuation(string template, string answer);

    /// <summary>
    /// The query with other texts in its slots (content-free and domain prompts). Null where the suite's queries have no replaceable slots.
    /// </summary>
    string? QueryWith(string template, IReadOnlyDictionary<string, string> slots);
}

/// <summary>An opened suite. Reading streams and may be repeated; every pass yields the same examples in the same order.</summary>
public interface ISuite
{
    /// <summary>What it is.</summary>
    SuiteCard Card { get; }

    /// <summary>How its items become prompts.</summary>
    IPromptFormat Format { get; }

    /// <summary>Streams a split.</summary>
    /// <exception cref="SuiteException">A file is missing or broken: which file, which line, what is expected.</exception>
    IAsyncEnumerable<Example> ReadAsync(string split, CancellationToken cancellationToken);

    /// <summary>SHA-256 over the names and bytes of the files a split is read from, and the reader's revision. Lower-case hex.</summary>
    ValueTask<string> DigestAsync(string split, CancellationToken cancellationToken);

    /// <summary>Ids of the gallery's images in gallery order (retrieval suites), else empty.</summary>
    IAsyncEnumerable<string> ReadGalleryAsync(string split, CancellationToken cancellationToken);

    /// <summary>The file of an image, or null where the suite has no images or the file is absent.</summary>
    string? FindImage(string imageId);
}

/// <summary>What opening a suite needs.</summary>
/// <param name="Member">The part of the address after the colon: task, data set, template file; empty where the suite has no members.</param>
/// <param name="DataFolder">Full path of the folder with the suite's own files.</param>
public sealed record SuiteRequest(string Member, string DataFolder)
{
    /// <summary>Options of the manifest's <c>data</c> entry where it is an object, such as <c>subset</c>.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}

/// <summary>A family of suites under one name. One per suite folder; the catalogue lists them.</summary>
/// <param name="Name">The address before the colon.</param>
/// <param name="Title">Title and one sentence.</param>
/// <param name="Source">Where the real files come from and which layout is read.</param>
/// <param name="MembersAsync">Lists the members found in a data folder; null where the suite has none.</param>
/// <param name="OpenAsync">Opens a suite; throws <see cref="SuiteException"/> naming what is missing.</param>
public sealed record SuiteFamily(
    string Name,
    string Title,
    string Source,
    Func<string, CancellationToken, ValueTask<IReadOnlyList<string>>>? MembersAsync,
    Func<SuiteRequest, CancellationToken, ValueTask<ISuite>> OpenAsync);

/// <summary>A benchmark file cannot be read: file, line or field, what was found, what is expected.</summary>
public sealed class SuiteException : Exception
{
    /// <summary>Without a message.</summary>
    public SuiteException() { }

    /// <summary>With a sentence for the user.</summary>
    public SuiteException(string message) : base(message) { }

    /// <summary>With a sentence for the user and a cause.</summary>
    public SuiteException(string message, Exception innerException) : base(message, innerException) { }
}
