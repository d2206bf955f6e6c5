using System.Text;
using System.Text.Json.Nodes;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Scoring;

namespace EvalHarness.Core.Tests.Scoring;

/// <summary>Scores texts as if they were files.</summary>
internal static class ScoringFiles
{
    public const string Name = "predictions.jsonl";

    public static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    public static Task<ScoredSplit> ScoreAsync(string metric, string text, params (string Name, string Value)[] options) =>
        PredictionScorer.ScoreAsync(MetricSelection.Create(metric, options.ToDictionary(option => option.Name, option => option.Value)), Stream(text), Name,
            TestContext.Current.CancellationToken);

    public static async Task<string> WriteAsync(ScoredSplit split, IFigureIntervals? intervals = null)
    {
        using var stream = new MemoryStream();
        await ScoreWriter.WriteAsync(split, stream, intervals, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static Task<ScoredSplit> ReadScoresAsync(string text) => ScoreFileReader.ReadAsync(Stream(text), "scores.jsonl", TestContext.Current.CancellationToken);

    /// <summary>The lines of an output as JSON.</summary>
    public static JsonObject[] Lines(string output) => [.. output.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!.AsObject())];

    public static string Line(object line) => System.Text.Json.JsonSerializer.Serialize(line) + "\n";
}
