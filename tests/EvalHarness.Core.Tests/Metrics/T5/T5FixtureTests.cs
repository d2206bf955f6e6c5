using System.Text.Json;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Metrics.Bleu;
using EvalHarness.Core.Metrics.T5;

namespace EvalHarness.Core.Tests.Metrics.T5;

public sealed class T5FixtureTests
{
    [Fact]
    public void Bleu_equals_T5s_with_one_or_several_reference_streams() => TextFixture.Check("metrics/bigbench_text.json", "t5_bleu", item =>
    {
        var metric = Metric.Make("t5-bleu");
        var scores = Items(item).Select(metric.Score).ToList();
        return TextFixture.Differs("bleu", item.NumberAt("bleu"), metric.Figure("t5-bleu", scores)!.Value);
    });

    [Fact]
    public void Rouge_equals_T5s() => TextFixture.Check("metrics/bigbench_text.json", "t5_rouge_mean", item =>
    {
        var metric = Metric.Make("t5-rouge");
        var scores = Items(item).Select(metric.Score).ToList();
        return TextFixture.Join(
        [
            .. item.GetProperty("rouge").EnumerateObject().Select(expected =>
                TextFixture.Differs(expected.Name, expected.Value.GetDouble(), metric.Figure($"t5-rouge.{expected.Name}", scores)!.Value)),
            .. item.GetProperty("fmeasure_per_pair").EnumerateArray().SelectMany((pair, i) => pair.EnumerateObject().Select(expected =>
                TextFixture.Differs($"{expected.Name} of pair {i}", expected.Value.GetDouble(), scores[i][expected.Name]!.Value))),
        ]);
    });

    [Fact]
    public void Texts_are_prepared_as_T5_prepares_them() => TextFixture.Check("metrics/bigbench_text.json", "t5_rouge_mean", item => TextFixture.Join(
    [
        .. item.TextsAt("targets").Zip(item.TextsAt("prepared_targets"), (text, expected) => TextFixture.Differs("target", expected, T5RougeMetric.Prepare(text))),
        .. item.TextsAt("predictions").Zip(item.TextsAt("prepared_predictions"),
            (text, expected) => TextFixture.Differs("prediction", expected, T5RougeMetric.Prepare(text))),
    ]));

    [Fact]
    public void International_tokens_equal_sacrebleus() => TextFixture.Check("metrics/bigbench_text.json", "tokenize_intl", item =>
        TextFixture.Differs("tokens", item.TextAt("output"), BleuTokenizer.Tokenize(item.TextAt("input"), BleuTokenization.International)));

    // A list of lists is one list for each reference stream; an item has the references of one prediction.
    private static IEnumerable<MetricItem> Items(JsonElement item)
    {
        var predictions = item.TextsAt("predictions");
        var targets = item.GetProperty("targets").EnumerateArray().ToList();
        var streams = targets.Count > 0 && targets[0].ValueKind == JsonValueKind.Array ? targets.Select(TextFixture.Texts).ToList() : [item.TextsAt("targets")];
        return predictions.Select((prediction, i) => Metric.Item(prediction, [.. streams.Select(stream => stream[i])]));
    }
}
