using System.Globalization;
using System.Text.Json;
using EvalHarness.Core.Calibration;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Metrics.Calibration;

namespace EvalHarness.Core.Tests.Metrics.Calibration;

public sealed class CalibrationTests
{
    // Below this gap between the two best classes rounding decides, except for exact ties.
    private const double DecidableMargin = 1e-9;

    [Fact]
    public void Every_prior_score_label_and_accuracy_equals_the_reference() =>
        OfficialCases.Of("calibration").Check((entry, differences) =>
        {
            var metric = new CalibrationMetric();
            var items = Items(entry);
            var scores = metric.Score(items);
            Check(entry, "raw_labels", "raw", scores, null, differences);
            foreach (var variant in entry.GetProperty("result").EnumerateObject())
            {
                Check(variant.Value, "labels", variant.Name, scores, variant.Value.GetProperty("smallest_log_margin").GetDouble(), differences);
                var expected = variant.Value.Rows("scores");
                for (var i = 0; i < expected.Length; i++)
                    differences.Near($"{variant.Name} scores {i}", expected[i], scores[i].Details![variant.Name]!["scores"]!.AsArray().Select(value => value!.GetValue<double>()).ToArray());
            }
            foreach (var accuracy in entry.GetProperty("accuracy").EnumerateObject())
                differences.Near($"accuracy of {accuracy.Name}", accuracy.Value.GetDouble(), scores.Average(score => score[accuracy.Name + ".correct"]));
        });

    [Fact]
    public void Every_prior_equals_the_reference() =>
        OfficialCases.Of("calibration").Check((entry, differences) =>
        {
            var rows = entry.Rows("log_probs");
            foreach (var variant in CalibrationVariant.All.Where(variant => variant.Source != CalibrationSource.None))
            {
                var prior = variant.Source switch
                {
                    CalibrationSource.Batch => CalibrationPrior.Mean(rows, variant.Mean, variant.NormalizeRows),
                    CalibrationSource.ContentFree => CalibrationPrior.Contextual(entry.Rows("content_free_log_probs")),
                    _ => CalibrationPrior.DomainContext(entry.Rows("domain_log_probs")),
                };
                var expected = entry.GetProperty("result").GetProperty(variant.Name);
                if (variant.LogScale)
                    differences.Near(variant.Name, expected.Numbers("prior_log"), prior.Log);
                else
                    differences.Near(variant.Name, expected.Numbers(variant.Source switch
                    {
                        CalibrationSource.ContentFree => "p_content_free",
                        CalibrationSource.Domain => "p_domain",
                        _ => "prior",
                    }), prior.Probabilities);
            }
        });

    [Fact]
    public void Rows_of_texts_stand_once_for_all_lines_below_and_their_absence_has_a_reason()
    {
        var metric = new CalibrationMetric();
        MetricItem Item(string id, double[][]? contentFree = null) => new() { Id = id, LogProbabilities = [-1, -2], Label = "0", ContentFree = contentFree };
        var scores = metric.Score([Item("a"), Item("b", [[-0.1, -3]]), Item("c")]);
        Assert.Null(scores[0]["contextual.correct"]);
        Assert.Contains("contextual", scores[0].Reason, StringComparison.Ordinal);
        Assert.Equal(0, scores[1]["contextual.correct"]);
        Assert.Equal(0, scores[2]["contextual.correct"]);
        Assert.Equal("no texts for domain_context", scores[2].Reason);
    }

    [Fact]
    public void A_broken_example_is_named_with_its_position()
    {
        var metric = new CalibrationMetric();
        MetricItem good = new() { Id = "good", LogProbabilities = [-1, -2], Label = "0" };
        foreach (var (bad, words) in new (MetricItem, string)[]
        {
            (good with { Id = "bad", LogProbabilities = [-1] }, "2 labels"),
            (good with { Id = "bad", LogProbabilities = null }, "logProbabilities"),
            (good with { Id = "bad", LogProbabilities = [double.NaN, 0] }, "finite"),
            (good with { Id = "bad", Label = "2" }, "from 0 to 1"),
            (good with { Id = "bad", Label = null }, "label"),
            (good with { Id = "bad", ContentFree = [[-1]] }, "row 0"),
            (good with { Id = "bad", Domain = [] }, "empty"),
        })
        {
            var error = Assert.Throws<MetricInputException>(() => metric.Score([good, bad]));
            Assert.Contains(words, error.Message, StringComparison.Ordinal);
            Assert.StartsWith("example \"bad\"", error.Message, StringComparison.Ordinal);
            Assert.Equal(1, error.ItemIndex);
        }
    }

    private static void Check(JsonElement result, string field, string variant, IReadOnlyList<ExampleScore> scores, double? margin, OfficialCases.Differences differences)
    {
        if (margin is > 0 and < DecidableMargin)
            return;
        var labels = result.Indices(field);
        for (var i = 0; i < labels.Length; i++)
            differences.Same($"{variant} label {i}", labels[i], scores[i].Details![variant]!["label"]!.GetValue<int>());
    }

    private static MetricItem[] Items(JsonElement entry)
    {
        var labels = entry.Indices("y_true");
        return [.. entry.Rows("log_probs").Select((row, i) => new MetricItem
        {
            Id = i.ToString(CultureInfo.InvariantCulture),
            LogProbabilities = row,
            Label = labels[i].ToString(CultureInfo.InvariantCulture),
            ContentFree = i == 0 ? entry.Rows("content_free_log_probs") : null,
            Domain = i == 0 ? entry.Rows("domain_log_probs") : null,
        })];
    }
}
