using System.Globalization;
using System.Text.Json;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.BigBench;

/// <summary>An example of a <c>task.json</c> as written: an input with targets, graded choices, or both.</summary>
internal sealed record BigBenchExample(string Input, string? OwnId, IReadOnlyList<string> Targets, IReadOnlyList<KeyValuePair<string, double>> TargetScores)
{
    /// <summary>Reads an example.</summary>
    public static BigBenchExample Parse(JsonItem item)
    {
        var record = item.Record;
        var targets = Array.Empty<string>() as IReadOnlyList<string>;
        if (record.Has("target"))
            targets = record.Element.GetProperty("target").ValueKind == JsonValueKind.Array ? record.TextList("target") : [record.TextOrNumber("target")];
        var scores = record.Has("target_scores") ? Scores(record) : [];
        if (targets.Count == 0 && scores.Count == 0)
            throw item.Place.Error("found neither a target nor target_scores",
                "a text or list of texts in target, or an object of choices and their scores in target_scores");
        return new BigBenchExample(record.Text("input"), record.Has("_id") ? record.TextOrNumber("_id") : null, targets, scores);
    }

    private static List<KeyValuePair<string, double>> Scores(JsonRecord record)
    {
        var scores = new List<KeyValuePair<string, double>>();
        foreach (var choice in record.Child("target_scores").Element.EnumerateObject())
            scores.Add(choice.Value.ValueKind == JsonValueKind.Number ? new(choice.Name, choice.Value.GetDouble())
                : throw record.Place.Error(string.Create(CultureInfo.InvariantCulture, $"the score of choice {Place.Quote(choice.Name)} is {JsonRecord.Describe(choice.Value)}"),
                    "a number", "target_scores"));
        return scores;
    }
}
