using System.Text;
using System.Text.Json;

namespace EvalHarness.Core.Metrics.Matching;

/// <summary>The metric <c>json-valid</c>: the prediction parses as one JSON value. References are not needed and not looked at.</summary>
public sealed class JsonValidMetric : CorrectnessMetric
{
    private const string Name = "json-valid";

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 1_000 };

    private JsonValidMetric()
        : base(Name, "own definition",
            "The prediction is one JSON value (RFC 8259: no comments, no trailing commas, no code fence) with white space around it at most; "
            + "up to 1,000 levels deep. References are not looked at.", new Dictionary<string, string>())
    {
    }

    /// <summary>How the metric is made.</summary>
    public static MetricFactory Factory { get; } = new(Name, [], _ => new JsonValidMetric())
    {
        Fields = [new InputField("prediction", InputFieldKind.Text), new InputField("references", InputFieldKind.Texts) { Required = false }],
    };

    /// <summary>Whether the text is one JSON value.</summary>
    public static bool IsJson(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), Strict);
        try
        {
            while (reader.Read())
            {
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override ExampleScore Score(MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return ScoreOf(IsJson(TextMetricInput.Prediction(item, Name)));
    }

    /// <inheritdoc/>
    protected override bool IsCorrect(string prediction, IReadOnlyList<string> references, MetricItem item) => IsJson(prediction);
}
