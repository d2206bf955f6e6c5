using System.Globalization;
using System.Text.Json;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Metrics.Denotation;

namespace EvalHarness.Core.Tests.Metrics.Denotation;

public sealed class DenotationOfficialTests
{
    [Fact]
    public void Every_denotation_is_judged_as_the_official_evaluator_judges_it()
    {
        var metric = new DenotationMetric();
        OfficialCases.Of("wikitq_denotation", "denotation").Check((entry, differences) =>
        {
            var item = new MetricItem
            {
                Id = "x",
                References = entry.Texts("target"),
                Predictions = entry.Texts("predicted"),
                Canonical = entry.GetProperty("target_canon").ValueKind == JsonValueKind.Null ? null : entry.Texts("target_canon"),
            };
            var target = DenotationAnswer.Read(item.References, item.Canonical);
            var predicted = DenotationAnswer.Read(item.Predictions);
            differences.Same("distinct targets", entry.GetProperty("distinct_targets").GetInt32(), target.Values.Count);
            differences.Same("distinct predictions", entry.GetProperty("distinct_predicted").GetInt32(), predicted.Values.Count);
            differences.Same("target values", Expected(entry, "target_values"),
                Printed(item.References.Select((text, i) => DenotationValue.Read(text, item.Canonical?[i]))));
            differences.Same("predicted values", Expected(entry, "predicted_values"), Printed(item.Predictions.Select(text => DenotationValue.Read(text))));
            differences.Same("correct", entry.GetProperty("correct").GetBoolean(), metric.Score(item)["correct"] == 1);
        });
    }

    [Fact]
    public void Every_text_is_normalised_as_the_official_evaluator_normalises_it() =>
        OfficialCases.Of("wikitq_denotation", "normalize").Check((entry, differences) =>
        {
            var input = entry.GetProperty("input").GetString()!;
            var output = entry.GetProperty("output").GetString();
            differences.Same("normal form", output, DenotationText.Normalize(input));
            differences.Same("normal form without short cuts", output, DenotationText.NormalizeUnicode(input));
        });

    [Fact]
    public void Every_list_is_unescaped_as_the_official_reader_does() =>
        OfficialCases.Of("wikitq_denotation", "tsv_unescape_list").Check((entry, differences) =>
            differences.Same("items", string.Join('\0', entry.Texts("output")), string.Join('\0', TsvEscapes.UnescapeList(entry.GetProperty("input").GetString()!))));

    // Values are compared as one text each, amounts as whole digits or shortest doubles.
    private static string Expected(JsonElement entry, string field) =>
        string.Join('|', entry.GetProperty(field).EnumerateArray().Select(value => value.GetProperty("type").GetString() switch
        {
            "number" => $"number {value.GetProperty("amount")}",
            "date" => $"date {string.Join(',', value.Numbers("ymd"))}",
            _ => "string",
        } + " " + value.GetProperty("normalized").GetString()).Order(StringComparer.Ordinal));

    private static string Printed(IEnumerable<DenotationValue> values) =>
        string.Join('|', values.Select(value => value.Kind switch
        {
            DenotationKind.Number when value.Number.IsWhole => $"number {value.Number.Whole}",
            DenotationKind.Number => "number " + value.Number.Real.ToString("R", CultureInfo.InvariantCulture),
            DenotationKind.Date => $"date {value.Date.Year},{value.Date.Month},{value.Date.Day}",
            _ => "string",
        } + " " + value.Normalized).Order(StringComparer.Ordinal));
}
