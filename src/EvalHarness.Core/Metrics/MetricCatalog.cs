using EvalHarness.Core.Metrics.Calibration;
using EvalHarness.Core.Metrics.CalibrationError;
using EvalHarness.Core.Metrics.Classification;
using EvalHarness.Core.Metrics.Denotation;
using EvalHarness.Core.Metrics.Exposure;
using EvalHarness.Core.Metrics.Recall;

namespace EvalHarness.Core.Metrics;

/// <summary>All metrics by name. A new metric is one folder and one line in <see cref="Factories"/>.</summary>
public static class MetricCatalog
{
    /// <summary>Every metric, in the order <c>evalharness metrics</c> prints them.</summary>
    public static IReadOnlyList<MetricFactory> Factories { get; } =
    [
        // Answers, labels and rankings.
        DenotationMetric.Factory,
        AccuracyMetric.Factory,
        ExpectedCalibrationErrorMetric.Factory,
        RecallMetric.Factory,
        CalibrationMetric.Factory,
        ExposureMetric.Factory,
        // Text.
        .. Rouge.RougeMetric.Factories,
        Bleu.BleuMetric.Factory,
        T5.T5BleuMetric.Factory,
        T5.T5RougeMetric.Factory,
        Squad.SquadMetric.Factory,
        WordErrorRate.WordErrorRateMetric.Factory,
        ExactMatch.ExactMatchMetric.Factory,
        BigBench.BigBenchExactMetric.Factory,
        Matching.NumberMatchMetric.Factory,
        Matching.ContainsMetric.Factory,
        Matching.RegexMetric.Factory,
        Matching.ChoiceLetterMetric.Factory,
        Matching.JsonValidMetric.Factory,
    ];

    /// <summary>The factory of that name, or null.</summary>
    public static MetricFactory? Find(string name) => Factories.FirstOrDefault(factory => factory.Name == name);
}
