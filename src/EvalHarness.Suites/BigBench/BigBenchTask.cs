using System.Text.Json;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.BigBench;

/// <summary>The keys of a <c>task.json</c> besides its examples, with the defaults that BIG-bench documents.</summary>
internal sealed record BigBenchTask
{
    public required DataFile File { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Stands once before everything else.</summary>
    public string TaskPrefix { get; init; } = "";

    public string InputPrefix { get; init; } = "\nQ: ";

    public string OutputPrefix { get; init; } = "\nA: ";

    public string ChoicePrefix { get; init; } = "\n  choice: ";

    public bool AppendChoices { get; init; } = true;

    public string Separator { get; init; } = "\n";

    public string? StopString { get; init; }

    public string? OutputRegex { get; init; }

    public required string PreferredScore { get; init; }

    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>Reads the keys; the examples are passed over.</summary>
    public static BigBenchTask Read(DataFile file)
    {
        var keys = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var hasExamples = false;
        foreach (var item in JsonStream.Read(file, skip: name => name == "examples" && (hasExamples = true)))
            keys[item.Name ?? throw item.Place.Error("the outermost value is a list", "an object with the keys of a BIG-bench task")] = item.Value;
        var place = new Place(file.Name);
        if (!hasExamples)
            throw place.Error("it is missing (a programmatic task has only its description in this file)", "the list of examples of a JSON task", "examples");
        var record = new JsonRecord(JsonSerializer.SerializeToElement(keys), place);
        var metrics = record.TextList("metrics");
        return new BigBenchTask
        {
            File = file,
            Description = record.OptionalText("description") ?? "",
            TaskPrefix = record.OptionalText("task_prefix") ?? "",
            InputPrefix = record.OptionalText("example_input_prefix") ?? "\nQ: ",
            OutputPrefix = record.OptionalText("example_output_prefix") ?? "\nA: ",
            ChoicePrefix = record.OptionalText("choice_prefix") ?? "\n  choice: ",
            AppendChoices = record.OptionalBoolean("append_choices_to_input") ?? true,
            Separator = record.OptionalText("few_shot_example_separator") ?? "\n",
            StopString = record.OptionalText("stop_string"),
            OutputRegex = record.OptionalText("output_regex"),
            PreferredScore = record.OptionalText("preferred_score") ?? (metrics.Count > 0 ? metrics[0] : "exact_str_match"),
            Metrics = metrics,
        };
    }

    /// <summary>
    /// What stands between cue and answer. BIG-bench appends the answer to the output prefix as it is; here the prefix's last blanks move to the
    /// answer, so that no query ends with a blank. An empty prefix counts as one blank: the inputs of such tasks end with one.
    /// </summary>
    public string Lead => OutputPrefix.Length == 0 ? " " : OutputPrefix[OutputPrefix.TrimEnd(' ').Length..];

    /// <summary>A query.</summary>
    /// <param name="input">The input.</param>
    /// <param name="choices">The choices in the order shown; null for generative examples.</param>
    public string Query(string input, IReadOnlyList<string>? choices) =>
        string.Concat(InputPrefix, input, AppendChoices ? Listed(choices) : "", OutputPrefix).TrimEnd(' ');

    private string Listed(IReadOnlyList<string>? choices) => choices is null ? "" : string.Concat(choices.Select(choice => ChoicePrefix + choice));
}
