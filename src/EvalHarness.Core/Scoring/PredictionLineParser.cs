using System.Globalization;
using System.Text.Json;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Scoring;

/// <summary>
/// Reads one line of predictions into what a metric scores. Strict: every field is one the metric reads, stands once and has the right type, so
/// a misspelt or misplaced field is never passed over.
/// </summary>
public sealed class PredictionLineParser
{
    private const string Id = "id";
    private const string Cluster = "cluster";

    private readonly string _metric;
    private readonly IReadOnlyList<InputField> _fields;
    private readonly Dictionary<string, InputField> _known;

    /// <summary>A parser of the fields that a metric reads.</summary>
    public PredictionLineParser(MetricFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _metric = factory.Name;
        _fields = [new(Id, InputFieldKind.Label), new(Cluster, InputFieldKind.Label) { Required = false }, .. factory.Fields];
        _known = _fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
    }

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">It is no such line; the message begins in lower case and has no full stop.</exception>
    public MetricItem Parse(ReadOnlySpan<byte> utf8)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        try
        {
            ReadObject(utf8, values);
        }
        catch (JsonException error)
        {
            throw new FormatException(JsonValueReader.Complaint(error), error);
        }
        foreach (var field in _fields)
            if (field.Required && !values.ContainsKey(field.Name))
                throw new FormatException($"the field \"{field.Name}\" is missing; {_metric} needs {JsonValueReader.NameOf(field.Kind)}");
        return ToItem(values);
    }

    private void ReadObject(ReadOnlySpan<byte> utf8, Dictionary<string, object?> values)
    {
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException($"a line holds one JSON object; found {JsonValueReader.Found(ref reader)}");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = JsonValueReader.Text(ref reader);
            if (!_known.TryGetValue(name, out var field))
                throw new FormatException(NearestName.Sentence($"the field \"{name}\" is not one that {_metric} reads", name, _known.Keys, "it reads"));
            reader.Read();
            if (!values.TryAdd(name, JsonValueReader.Read(ref reader, field)))
                throw new FormatException($"the field \"{name}\" stands twice");
        }
        // Refuses whatever follows the object.
        reader.Read();
    }

    private static MetricItem ToItem(Dictionary<string, object?> values)
    {
        object? Of(string name) => values.GetValueOrDefault(name);
        var id = (string)values[Id]!;
        if (id.Length == 0)
            throw new FormatException("the field \"id\" is empty; every line needs an id of its own");
        return new()
        {
            Id = id,
            Cluster = Of(Cluster) as string,
            Prediction = Of("prediction") as string,
            Predictions = Of("prediction") as IReadOnlyList<string>,
            References = Of("references") as IReadOnlyList<string>,
            Canonical = Of("canonical") as IReadOnlyList<string>,
            Label = Of("label") is int index ? index.ToString(CultureInfo.InvariantCulture) : Of("label") as string,
            Probabilities = Of("probabilities") as IReadOnlyList<double>,
            Similarities = Of("similarities") as IReadOnlyList<double>,
            Targets = Of("targets") as IReadOnlyList<int>,
            Reference = Of("reference") as int?,
            LogProbabilities = Of("logProbabilities") as IReadOnlyList<double>,
            ContentFree = Of("contentFree") as IReadOnlyList<IReadOnlyList<double>>,
            Domain = Of("domain") as IReadOnlyList<IReadOnlyList<double>>,
            Canary = Of("canary") as double?,
            Candidates = Of("candidates") as IReadOnlyList<double>,
        };
    }
}
