using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Statistics;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Scoring;

/// <summary>Reads back what <see cref="ScoreWriter"/> wrote, for contrasts between two files.</summary>
public static class ScoreFileReader
{
    private static readonly string[] ExampleFields = ["id", "cluster", "scores", "stats", "reason"];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a file of scores.</summary>
    /// <param name="stream">Read to its end, not closed.</param>
    /// <param name="name">What errors call the file.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ScoringException">A line cannot be read, an id stands twice, the aggregate is missing or its metric is not known.</exception>
    public static async Task<ScoredSplit> ReadAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        var examples = new List<ScoredExample>();
        var lines = new Dictionary<string, long>(StringComparer.Ordinal);
        MetricSelection? metric = null;
        await foreach (var line in JsonLineReader.ReadAsync(stream, name, cancellationToken).ConfigureAwait(false))
        {
            if (metric is not null)
                throw ScoringException.At(name, line.Number, "the aggregate stands above; it must be the last line");
            try
            {
                var json = Parse(line.Utf8);
                if (json.ContainsKey("aggregate"))
                {
                    metric = ReadMetric(json, examples.Count);
                    continue;
                }
                var example = ReadExample(json);
                if (!lines.TryAdd(example.Id, line.Number))
                    throw new FormatException($"the id \"{example.Id}\" stands in line {lines[example.Id]} too; every id may stand once");
                examples.Add(example);
            }
            catch (FormatException error)
            {
                throw ScoringException.At(name, line.Number, error.Message, error);
            }
            catch (InvalidOperationException error)
            {
                // What the parser leaves to the reading of a text.
                throw ScoringException.At(name, line.Number, "a text holds half of a surrogate pair", error);
            }
        }
        if (metric is null)
            throw new ScoringException($"{name} has no line with \"aggregate\" at its end; give the whole output of evalharness score.");
        return new(metric, examples);
    }

    private static JsonObject Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonNode.Parse(utf8.Span, documentOptions: Strict) as JsonObject ?? throw new FormatException("a line holds one JSON object");
        }
        catch (JsonException error)
        {
            throw new FormatException(JsonValueReader.Complaint(error), error);
        }
    }

    private static ScoredExample ReadExample(JsonObject json)
    {
        foreach (var (field, _) in json)
            if (!ExampleFields.Contains(field))
                throw new FormatException(NearestName.Sentence($"the field \"{field}\" is not one of a line of scores", field, ExampleFields, "its fields are"));
        var named = new List<NamedScore>();
        JsonObject? details = null;
        foreach (var (name, value) in Object(json, "scores"))
        {
            if (value is null)
                named.Add(new(name, null));
            else if (value.GetValueKind() == JsonValueKind.Number)
                named.Add(new(name, Number(value, name)));
            else
                (details ??= [])[name] = value.DeepClone();
        }
        var statistics = Object(json, "stats")
            .Select(pair => new NamedStatistic(pair.Key, Number(pair.Value, pair.Key)))
            .ToArray();
        return new(Text(json, "id", required: true)!, Text(json, "cluster", required: false), new(named, statistics)
        {
            Details = details,
            Reason = Text(json, "reason", required: false),
        });
    }

    private static MetricSelection ReadMetric(JsonObject json, int examples)
    {
        if (json["n"] is not JsonValue count || !count.TryGetValue<int>(out var n) || n != examples)
            throw new FormatException($"\"n\" is {json["n"]?.ToJsonString() ?? "missing"}, but {examples} examples stand above; the file is cut or joined from several");
        MetricCard card;
        MetricSelection metric;
        try
        {
            card = MetricCardJson.FromJson(json["metric"] ?? throw new FormatException("the field \"metric\" is missing; it holds the metric's card"));
            metric = MetricSelection.Create(card.Name, card.Options);
        }
        catch (JsonException error)
        {
            throw new FormatException($"the field \"metric\" holds no card of a metric: {error.Message.TrimEnd('.')}", error);
        }
        catch (MetricInputException error)
        {
            throw new FormatException($"the field \"metric\" cannot be made: {error.Message}", error);
        }
        if (metric.Card.Revision != card.Revision)
            throw new FormatException($"the scores are of revision {card.Revision} of {card.Name}, and this is revision {metric.Card.Revision}; score the predictions again");
        return metric;
    }

    private static JsonObject Object(JsonObject json, string field) =>
        json[field] as JsonObject ?? throw new FormatException($"the field \"{field}\" is missing or no object");

    private static double Number(JsonNode? value, string name) =>
        value?.GetValueKind() == JsonValueKind.Number && value.GetValue<double>() is var number && double.IsFinite(number)
            ? number
            : throw new FormatException($"\"{name}\" is {value?.ToJsonString() ?? "null"}; allowed is a number");

    private static string? Text(JsonObject json, string field, bool required)
    {
        if (json[field] is null && !required)
            return null;
        return json[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw new FormatException($"the field \"{field}\" is missing or no text");
    }
}
