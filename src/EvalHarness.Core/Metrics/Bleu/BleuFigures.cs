namespace EvalHarness.Core.Metrics.Bleu;

/// <summary>The corpus figures of BLEU and the statistics they are computed from; the metrics <c>bleu</c> and <c>t5-bleu</c> share them.</summary>
internal static class BleuFigures
{
    private static readonly string[] StatisticNames =
    [
        "matches1", "matches2", "matches3", "matches4", "ngrams1", "ngrams2", "ngrams3", "ngrams4", "hypothesisLength", "referenceLength",
    ];

    private const int TotalsAt = BleuFormula.MaximalOrder;
    private const int HypothesisLengthAt = 2 * BleuFormula.MaximalOrder;
    private const int ReferenceLengthAt = HypothesisLengthAt + 1;

    /// <summary>Corpus BLEU, under the metric's own name.</summary>
    public static FigureCard Score(string metric) => new(metric, FigureAggregation.Corpus, High: 100);

    /// <summary>The score, the brevity penalty and the precision of each order.</summary>
    public static IReadOnlyList<FigureCard> All(string metric)
    {
        List<FigureCard> figures = [Score(metric), new($"{metric}.brevityPenalty", FigureAggregation.Corpus)];
        for (var order = 1; order <= BleuFormula.MaximalOrder; order++)
            figures.Add(new FigureCard($"{metric}.precision{order}", FigureAggregation.Corpus, High: 100));
        return figures;
    }

    public static NamedStatistic[] Statistics(BleuStatistics statistics)
    {
        var named = new NamedStatistic[StatisticNames.Length];
        for (var i = 0; i < BleuFormula.MaximalOrder; i++)
        {
            named[i] = new NamedStatistic(StatisticNames[i], statistics.Counts[i]);
            named[TotalsAt + i] = new NamedStatistic(StatisticNames[TotalsAt + i], statistics.Totals[i]);
        }
        named[HypothesisLengthAt] = new NamedStatistic(StatisticNames[HypothesisLengthAt], statistics.HypothesisLength);
        named[ReferenceLengthAt] = new NamedStatistic(StatisticNames[ReferenceLengthAt], statistics.ReferenceLength);
        return named;
    }

    public static FigureFunction Bind(FigureCard figure, IReadOnlyList<string> table, string metric, BleuOptions options, bool effectiveOrder)
    {
        var columns = new StatisticColumns(table, StatisticNames);
        var part = figure.Name[metric.Length..];
        return part switch
        {
            "" => sums => Compute(sums, columns, options, effectiveOrder).Score,
            ".brevityPenalty" => sums => Compute(sums, columns, options, effectiveOrder).BrevityPenalty,
            _ => OfOrder(part[^1] - '1'),
        };

        FigureFunction OfOrder(int index) => sums => Compute(sums, columns, options, effectiveOrder).Precisions[index];
    }

    private static BleuScore Compute(ReadOnlySpan<double> sums, StatisticColumns columns, BleuOptions options, bool effectiveOrder)
    {
        PerOrder<double> counts = default, totals = default;
        for (var i = 0; i < BleuFormula.MaximalOrder; i++)
        {
            counts[i] = columns.Of(sums, i);
            totals[i] = columns.Of(sums, TotalsAt + i);
        }
        return BleuFormula.Score(
            counts, totals, columns.Of(sums, HypothesisLengthAt), columns.Of(sums, ReferenceLengthAt), options, effectiveOrder);
    }
}
