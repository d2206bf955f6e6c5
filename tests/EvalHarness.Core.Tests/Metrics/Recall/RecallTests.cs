using System.Globalization;
using System.Text.Json;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Metrics.Recall;
using EvalHarness.Core.Retrieval;

namespace EvalHarness.Core.Tests.Metrics.Recall;

public sealed class RecallTests
{
    private static readonly int[] Depths = [1, 5, 10, 50];

    [Theory]
    [InlineData("fashion_single_positive", "false")]
    [InlineData("cirr_reference_excluded", "true")]
    public void Every_rank_and_recall_of_single_targets_equals_the_official_scripts(string kind, string exclude) =>
        OfficialCases.Of("recall_at_k", kind).Check((entry, differences) =>
        {
            var metric = SplitFigures.Make(RecallMetric.Factory, ("exclude-reference", exclude));
            var rows = entry.Rows("similarity");
            var targets = entry.Indices("target_index");
            var references = exclude == "true" ? entry.Indices("reference_index") : null;
            var scores = rows.Select((row, i) => metric.Score(new()
            {
                Id = "q",
                Similarities = row,
                Targets = [targets[i]],
                Reference = references?[i],
            })).ToArray();
            differences.Near("ranks", entry.Numbers("rank_of_target"), [.. scores.Select(score => score["rank"]!.Value)]);
            foreach (var k in Depths)
            {
                var hits = scores.Sum(score => score[NameOf(k)]);
                differences.Same($"hits at {k}", At(entry, "hits", k), hits);
                differences.Near(NameOf(k), At(entry, "recall", k), SplitFigures.Of(metric, NameOf(k), scores));
                Assert.Equal(At(entry, "official_percent_float32", k), 100 * SplitFigures.Of(metric, NameOf(k), scores)!.Value, 1e-4);
            }
        });

    [Fact]
    public void Every_figure_of_several_targets_equals_the_official_script() =>
        OfficialCases.Of("recall_at_k", "multi_positive").Check((entry, differences) =>
        {
            var rows = entry.Rows("similarity");
            var gallery = entry.Indices("gallery_label");
            var items = entry.Indices("query_label").Select((label, i) => new MetricItem
            {
                Id = "q",
                Similarities = rows[i],
                Targets = [.. Enumerable.Range(0, gallery.Length).Where(g => gallery[g] == label)],
            }).ToArray();
            differences.Near("positives", entry.Numbers("positives_per_query"), [.. items.Select(item => (double)item.Targets!.Count)]);
            foreach (var (figure, field) in new[]
            {
                ("hit", "any_hit_recall"), ("set", "recall_exact_queries_with_positives"), ("set-official", "recall_with_1e-5"), ("precision", "precision"),
            })
            {
                var metric = SplitFigures.Make(RecallMetric.Factory, ("figure", figure));
                var scores = items.Select(metric.Score).ToArray();
                foreach (var k in Depths)
                    differences.Near($"{figure} at {k}", At(entry.GetProperty("at_k"), k).GetProperty(field).GetDouble(), SplitFigures.Of(metric, NameOf(k), scores));
            }
            foreach (var k in Depths)
                differences.Near($"found at {k}", At(entry.GetProperty("at_k"), k).Numbers("positives_found"),
                    [.. items.Select(item => (double)item.Targets!.Count(target => RetrievalRank.Of<double>(item.Similarities!.ToArray(), target) <= k))]);
        });

    [Fact]
    public void Ranks_that_a_search_kept_score_as_whole_rows_do()
    {
        var row = new MetricItem { Id = "q", Similarities = [0.5, 0.9, 0.5, 0.1], Targets = [2, 3] };
        var ranks = new MetricItem { Id = "q", Ranks = [3, 4], GallerySize = 4 };
        foreach (var figure in new[] { "hit", "set", "precision", "set-official" })
        {
            var metric = SplitFigures.Make(RecallMetric.Factory, ("figure", figure), ("k", "3,10"));
            Assert.Equal(metric.Score(row).Scores, metric.Score(ranks).Scores);
        }
    }

    [Fact]
    public void Broken_rows_are_refused_with_the_field_and_the_position()
    {
        var metric = SplitFigures.Make(RecallMetric.Factory);
        Assert.Contains("position 1", Refusal(metric, new() { Id = "q", Similarities = [1, double.NaN], Targets = [0] }), StringComparison.Ordinal);
        Assert.Contains("from 0 to 1", Refusal(metric, new() { Id = "q", Similarities = [1, 2], Targets = [2] }), StringComparison.Ordinal);
        Assert.Contains("twice", Refusal(metric, new() { Id = "q", Similarities = [1, 2], Targets = [1, 1] }), StringComparison.Ordinal);
        var excluding = SplitFigures.Make(RecallMetric.Factory, ("exclude-reference", "true"));
        Assert.Contains("\"reference\" is missing", Refusal(excluding, new() { Id = "q", Similarities = [1, 2], Targets = [1] }), StringComparison.Ordinal);
        Assert.Contains("excluded", Refusal(excluding, new() { Id = "q", Similarities = [1, 2], Targets = [1], Reference = 1 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Depths_are_different_whole_numbers_and_10_is_the_primary_one()
    {
        Assert.Equal("recall@10", SplitFigures.Make(RecallMetric.Factory).Card.Primary);
        Assert.Equal("recall@3", SplitFigures.Make(RecallMetric.Factory, ("k", "3,7")).Card.Primary);
        Assert.Equal(["recall@10", "recall@1", "recall@5", "recall@50"], SplitFigures.Make(RecallMetric.Factory).Card.Figures.Select(figure => figure.Name));
        foreach (var bad in new[] { "", "0", "1,1", "a", "1;5", "-1" })
            Assert.Contains("\"k\"", Assert.Throws<MetricInputException>(() => SplitFigures.Make(RecallMetric.Factory, ("k", bad))).Message, StringComparison.Ordinal);
    }

    private static string Refusal(IMetric metric, MetricItem item) => Assert.Throws<MetricInputException>(() => metric.Score(item)).Message;

    private static string NameOf(int k) => string.Create(CultureInfo.InvariantCulture, $"recall@{k}");

    private static JsonElement At(JsonElement byK, int k) => byK.GetProperty(k.ToString(CultureInfo.InvariantCulture));

    private static double At(JsonElement entry, string field, int k) => At(entry.GetProperty(field), k).GetDouble();
}
