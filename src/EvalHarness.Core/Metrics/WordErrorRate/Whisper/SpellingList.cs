using System.Text.Json;

namespace EvalHarness.Core.Metrics.WordErrorRate.Whisper;

/// <summary>Reads the spelling list of a Whisper model folder: one JSON object of spelling to spelling.</summary>
public static class SpellingList
{
    // The models' own lists have 56 KB.
    private const long LargestFile = 4L << 20;

    /// <summary>Maps nothing.</summary>
    public static IReadOnlyDictionary<string, string> Empty { get; } = new Dictionary<string, string>();

    /// <summary>Reads a <c>normalizer.json</c>.</summary>
    /// <exception cref="MetricInputException">The file is not there, is too large, or is no object of texts.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile)
                throw new MetricInputException($"The spelling list '{path}' is larger than {LargestFile >> 20} MiB; it is no normalizer.json of a Whisper model.");
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(path)) ?? [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new MetricInputException($"The spelling list '{path}' cannot be read: {exception.Message}", exception);
        }
        catch (JsonException exception)
        {
            throw new MetricInputException(
                $"The spelling list '{path}' is no JSON object of texts, such as {{\"colour\": \"color\"}}: {exception.Message}", exception);
        }
    }
}
