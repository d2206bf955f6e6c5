using System.Text.Encodings.Web;
using System.Text.Json;

namespace EvalHarness.Core.Metrics.Classification;

/// <summary>One cell of a confusion matrix, kept as a named statistic such as <c>confusion["cat","dog"]</c>.</summary>
/// <param name="Truth">The right class.</param>
/// <param name="Predicted">The predicted class, or null where there was no answer.</param>
public readonly record struct ConfusionCell(string Truth, string? Predicted)
{
    private const string Prefix = "confusion";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The statistic's name; a JSON list follows the prefix, so that classes may hold any character.</summary>
    public string ToStatisticName() => Prefix + JsonSerializer.Serialize<string?[]>([Truth, Predicted], Readable);

    /// <summary>Reads a name back; null where it names another statistic.</summary>
    public static ConfusionCell? FromStatisticName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!name.StartsWith(Prefix + "[", StringComparison.Ordinal))
            return null;
        try
        {
            return JsonSerializer.Deserialize<string?[]>(name.AsSpan(Prefix.Length)) is [{ } truth, var predicted] ? new(truth, predicted) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
