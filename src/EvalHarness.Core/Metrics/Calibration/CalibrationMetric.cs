using System.Text.Json.Nodes;
using EvalHarness.Core.Calibration;

namespace EvalHarness.Core.Metrics.Calibration;

/// <summary>
/// Accuracy of label decisions before and after every way of calibrating label log-probabilities: over the batch, by content-free and by domain
/// texts. It scores a whole split because the batch variants average over it; ties go to the first label.
/// </summary>
/// <remarks>
/// A line without content-free or domain rows takes those of the nearest line above that has some, so rows of a whole file stand once.
/// Without any, the variant has no score.
/// </remarks>
public sealed class CalibrationMetric : ISplitMetric
{
    /// <summary>The name manifests use.</summary>
    public const string Name = "calibration";

    /// <summary>How it is made.</summary>
    public static MetricFactory Factory { get; } = new(
        Name, [], _ => throw new MetricInputException($"{Name} scores a whole split at once; it has no scores of single examples"))
    {
        CreateForSplit = _ => new CalibrationMetric(),
        Fields =
        [
            new("logProbabilities", InputFieldKind.Numbers),
            new("contentFree", InputFieldKind.NumberRows) { Required = false },
            new("domain", InputFieldKind.NumberRows) { Required = false },
            new("label", InputFieldKind.Index),
        ],
    };

    /// <inheritdoc/>
    public MetricCard Card { get; } = new()
    {
        Name = Name,
        Primary = FigureOf(CalibrationVariant.Raw),
        Figures = [.. CalibrationVariant.All.Select(variant => new FigureCard(FigureOf(variant), FigureAggregation.Mean, ZeroOne: true, Score: ScoreOf(variant)))],
        Scorer = "own definition (arXiv 2309.17249, 2102.09690, 2305.19148)",
        Description = "Accuracy of the first highest label by variant. Scores are p / prior, computed as logarithms, or log p - log prior for the mean of "
            + "log-probabilities. Scores of an example depend on all examples.",
    };

    /// <inheritdoc/>
    public IReadOnlyList<ExampleScore> Score(IReadOnlyList<MetricItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count == 0)
            return [];
        var classes = RowOf(items, 0).Length;
        var batch = CalibrationVariant.All.Where(variant => variant.Source == CalibrationSource.Batch)
            .ToDictionary(variant => variant, variant => new PriorEstimator(classes, variant.Mean, variant.NormalizeRows));
        for (var i = 0; i < items.Count; i++)
        {
            var row = RowOf(items, i);
            if (row.Length != classes)
                throw Wrong(items, i, $"the field \"logProbabilities\" holds {row.Length} numbers; the first example has {classes} labels");
            foreach (var estimator in batch.Values)
                estimator.Add(row);
        }
        var priors = batch.ToDictionary(pair => pair.Key, pair => pair.Value.ToPrior());
        var scores = new ExampleScore[items.Count];
        foreach (var (i, contentFree, domain) in TextPriors(items, classes))
        {
            scores[i] = ScoreOne(items, i, variant => variant.Source switch
            {
                CalibrationSource.ContentFree => contentFree,
                CalibrationSource.Domain => domain,
                CalibrationSource.Batch => priors[variant],
                _ => null,
            });
        }
        return scores;
    }

    private static ExampleScore ScoreOne(IReadOnlyList<MetricItem> items, int index, Func<CalibrationVariant, CalibrationPrior?> priorOf)
    {
        var row = RowOf(items, index);
        int label;
        try
        {
            label = ClassIndex.Of(items[index].Label, Name, row.Length);
        }
        catch (MetricInputException error)
        {
            throw Wrong(items, index, error.Message);
        }
        var named = new List<NamedScore>();
        var details = new JsonObject();
        string? reason = null;
        var scores = new double[row.Length];
        foreach (var variant in CalibrationVariant.All)
        {
            var prior = priorOf(variant);
            if (prior is null && variant.Source != CalibrationSource.None)
            {
                named.Add(new(ScoreOf(variant), null));
                reason = reason is null ? $"no texts for {variant.Name}" : $"{reason}, {variant.Name}";
                continue;
            }
            if (prior is null)
                row.CopyTo(scores.AsSpan());
            else
                prior.LogScores(row, variant.NormalizeRows, scores);
            var decided = LabelProbabilities.First(scores);
            named.Add(new(ScoreOf(variant), decided == label ? 1 : 0));
            details[variant.Name] = new JsonObject
            {
                ["label"] = decided,
                ["scores"] = new JsonArray([.. scores.Select(score => NumberOrNull(variant.LogScale ? score : Math.Exp(score)))]),
            };
        }
        return new(named, []) { Details = details, Reason = reason };
    }

    // Priors in force at each item; made anew only where a line brings rows of its own.
    private static IEnumerable<(int Index, CalibrationPrior? ContentFree, CalibrationPrior? Domain)> TextPriors(IReadOnlyList<MetricItem> items, int classes)
    {
        CalibrationPrior? contentFree = null, domain = null;
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].ContentFree is { } contentFreeRows)
                contentFree = CalibrationPrior.Contextual(Checked(items, i, contentFreeRows, "contentFree", classes));
            if (items[i].Domain is { } domainRows)
                domain = CalibrationPrior.DomainContext(Checked(items, i, domainRows, "domain", classes));
            yield return (i, contentFree, domain);
        }
    }

    private static IReadOnlyList<IReadOnlyList<double>> Checked(
        IReadOnlyList<MetricItem> items, int index, IReadOnlyList<IReadOnlyList<double>> rows, string field, int classes)
    {
        if (rows.Count == 0)
            throw Wrong(items, index, $"the field \"{field}\" is empty; it needs at least one row, or leave it out");
        for (var r = 0; r < rows.Count; r++)
            if (rows[r].Count != classes || !rows[r].All(double.IsFinite))
                throw Wrong(items, index, $"row {r} of the field \"{field}\" does not hold {classes} finite numbers, one a label");
        return rows;
    }

    private static ReadOnlySpan<double> RowOf(IReadOnlyList<MetricItem> items, int index)
    {
        if (items[index].LogProbabilities is not { Count: > 0 } row || !row.All(double.IsFinite))
            throw Wrong(items, index, $"the field \"logProbabilities\" is missing or not a list of finite numbers; {Name} needs one a label");
        return NumberSpan.Of(row);
    }

    private static MetricInputException Wrong(IReadOnlyList<MetricItem> items, int index, string sentence) =>
        new($"example \"{items[index].Id}\": {sentence}") { ItemIndex = index };

    // p / prior can exceed a double where a label is e^700 times likelier than its prior; JSON has no infinity.
    private static JsonValue? NumberOrNull(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static string ScoreOf(CalibrationVariant variant) => variant.Name + ".correct";

    private static string FigureOf(CalibrationVariant variant) => $"{Name}.{variant.Name}";
}
