using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using EvalHarness.Core.Tests.Metrics;

namespace EvalHarness.Core.Tests.Scoring;

/// <summary>Every metric, from a file of predictions to the written aggregate, gives what the official scorers gave.</summary>
public sealed class ScoreOfficialTests
{
    private static readonly int[] Depths = [1, 5, 10, 50];

    [Fact]
    public void Denotation() => OfficialCases.Of("wikitq_denotation", "denotation").Check((entry, differences) =>
    {
        var output = Score("wikitq-denotation", ScoringFiles.Line(new
        {
            id = "x",
            prediction = entry.GetProperty("predicted"),
            references = entry.GetProperty("target"),
            canonical = entry.GetProperty("target_canon"),
        }));
        differences.Near("correct", entry.GetProperty("correct").GetBoolean() ? 1 : 0, output[0]["scores"]!["correct"]!.GetValue<double>());
        differences.Near("accuracy", entry.GetProperty("correct").GetBoolean() ? 1 : 0, Figure(output, "wikitq-denotation"));
    });

    [Fact]
    public void Accuracy() => OfficialCases.Of("classification", "labels").Check((entry, differences) =>
    {
        var predicted = entry.GetProperty("y_pred").EnumerateArray().ToArray();
        var lines = new StringBuilder();
        foreach (var (i, label) in entry.GetProperty("y_true").EnumerateArray().Index())
            lines.Append(ScoringFiles.Line(new { id = i, prediction = predicted[i], label }));
        var output = Score("accuracy", lines.ToString());
        foreach (var (figure, field) in new[] { ("accuracy", "accuracy"), ("accuracy.balanced", "balanced_accuracy"), ("accuracy.macroF1", "macro_f1"), ("accuracy.mcc", "mcc") })
            differences.Near(figure, entry.GetProperty(field).GetDouble(), Figure(output, figure));
        foreach (var (i, name) in entry.GetProperty("classes_present").EnumerateArray().Index())
            foreach (var (kind, field) in new[] { ("precision", "per_class_precision"), ("recall", "per_class_recall"), ("f1", "per_class_f1") })
                differences.Near($"{kind} of {name}", entry.Numbers(field)[i], Figure(output, $"accuracy.{kind}({name})"));
        // Classes in order: sorted by value.
        differences.Same("order", string.Join(',', entry.LabelTexts("classes_present")),
            string.Join(',', output[^1]["aggregate"]!.AsObject().Where(figure => figure.Key.StartsWith("accuracy.f1(", StringComparison.Ordinal)).Select(figure => figure.Key[12..^1])));
        if (entry.TryGetProperty("labels_argument", out _))
            differences.Near("macro F1 over labels", entry.GetProperty("macro_f1_with_labels_argument").GetDouble(),
                Figure(Score("accuracy", lines.ToString(), ("labels", string.Join(',', entry.LabelTexts("labels_argument")))), "accuracy.macroF1"));
    });

    [Fact]
    public void Expected_calibration_error() => OfficialCases.Of("classification", "probabilities").Check((entry, differences) =>
    {
        var labels = entry.Indices("y_true");
        var output = Score("ece", string.Concat(entry.Rows("probabilities").Select((probabilities, i) => ScoringFiles.Line(new { id = i, probabilities, label = labels[i] }))));
        differences.Near("ece", entry.GetProperty("ece_15").GetDouble(), Figure(output, "ece"));
        differences.Near("confidence", entry.Numbers("confidence"), [.. output[..^1].Select(line => line["scores"]!["confidence"]!.GetValue<double>())]);
    });

    [Fact]
    public void Recall_of_single_targets() => OfficialCases.Of("recall_at_k").Check((entry, differences) =>
    {
        if (entry.GetProperty("kind").GetString() == "multi_positive")
            return;
        var references = entry.TryGetProperty("reference_index", out _) ? entry.Indices("reference_index") : null;
        var targets = entry.Indices("target_index");
        var lines = string.Concat(entry.Rows("similarity").Select((similarities, i) =>
            ScoringFiles.Line(new { id = i, similarities, targets = new[] { targets[i] }, reference = references?[i] })));
        var output = Score("recall", lines, ("exclude-reference", references is null ? "false" : "true"));
        differences.Near("ranks", entry.Numbers("rank_of_target"), [.. output[..^1].Select(line => line["scores"]!["rank"]!.GetValue<double>())]);
        foreach (var k in Depths)
            differences.Near($"recall@{k}", entry.GetProperty("recall").GetProperty(k.ToString(CultureInfo.InvariantCulture)).GetDouble(), Figure(output, $"recall@{k}"));
    });

    [Theory]
    [InlineData("hit", "any_hit_recall")]
    [InlineData("set", "recall_exact_queries_with_positives")]
    [InlineData("set-official", "recall_with_1e-5")]
    [InlineData("precision", "precision")]
    public void Recall_of_several_targets(string figure, string field) => OfficialCases.Of("recall_at_k", "multi_positive").Check((entry, differences) =>
    {
        var gallery = entry.Indices("gallery_label");
        var queries = entry.Indices("query_label");
        var lines = string.Concat(entry.Rows("similarity").Select((similarities, i) => ScoringFiles.Line(new
        {
            id = i,
            similarities,
            targets = gallery.Index().Where(item => item.Item == queries[i]).Select(item => item.Index),
        })));
        var output = Score("recall", lines, ("figure", figure));
        foreach (var k in Depths)
            differences.Near($"recall@{k}", entry.GetProperty("at_k").GetProperty(k.ToString(CultureInfo.InvariantCulture)).GetProperty(field).GetDouble(), Figure(output, $"recall@{k}"));
    });

    [Fact]
    public void Calibration() => OfficialCases.Of("calibration").Check((entry, differences) =>
    {
        var labels = entry.Indices("y_true");
        var lines = string.Concat(entry.Rows("log_probs").Select((logProbabilities, i) => ScoringFiles.Line(new
        {
            id = i,
            logProbabilities,
            label = labels[i],
            contentFree = entry.GetProperty("content_free_log_probs"),
            domain = entry.GetProperty("domain_log_probs"),
        })));
        var output = Score("calibration", lines);
        foreach (var accuracy in entry.GetProperty("accuracy").EnumerateObject())
            differences.Near(accuracy.Name, accuracy.Value.GetDouble(), Figure(output, "calibration." + accuracy.Name));
        foreach (var variant in entry.GetProperty("result").EnumerateObject())
            foreach (var (i, row) in variant.Value.Rows("scores").Index())
                differences.Near($"{variant.Name} {i}", row, [.. output[i]["scores"]![variant.Name]!["scores"]!.AsArray().Select(score => score!.GetValue<double>())]);
    });

    [Theory]
    [InlineData("less-or-equal", "count_less_or_equal")]
    [InlineData("first", "first_of_ties")]
    [InlineData("mean", "mean_of_ties")]
    public void Exposure(string ties, string field) => OfficialCases.Of("secret_sharer").Check((entry, differences) =>
    {
        var output = Score("exposure", ScoringFiles.Line(new
        {
            id = "x",
            canary = entry.GetProperty("canary_log_perplexity"),
            candidates = entry.GetProperty("candidates_log_perplexity"),
        }), ("ties", ties));
        differences.Near("exposure", entry.GetProperty("exposure").GetProperty(field).GetDouble(), Figure(output, "exposure.exposure"));
        differences.Near("rank", entry.GetProperty("rank_" + field).GetDouble(), Figure(output, "exposure.rank"));
    });

    private static double? Figure(JsonObject[] output, string name) => output[^1]["aggregate"]![name]?.GetValue<double>();

    // Cases are checked one after the other inside one test; nothing here waits for anything but memory.
    private static JsonObject[] Score(string metric, string lines, params (string Name, string Value)[] options) =>
        ScoringFiles.Lines(ScoringFiles.WriteAsync(ScoringFiles.ScoreAsync(metric, lines, options).GetAwaiter().GetResult()).GetAwaiter().GetResult());
}
