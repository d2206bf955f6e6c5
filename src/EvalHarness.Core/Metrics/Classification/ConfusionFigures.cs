namespace EvalHarness.Core.Metrics.Classification;

/// <summary>
/// Figures of a confusion matrix whose cells are sums (or weighted sums) of named statistics. An example without an answer adds to its
/// class's examples and to no class's predictions.
/// </summary>
/// <remarks>Equals scikit-learn 1.2.1 with <c>zero_division=0</c> where every example has an answer.</remarks>
public sealed class ConfusionFigures
{
    // Three sums a class; more classes than this go to the heap.
    private const int StackClasses = 128;

    private readonly int[] _truth;
    private readonly int[] _predicted;
    private readonly bool[]? _averaged;

    /// <summary>Finds the confusion cells among statistics.</summary>
    /// <param name="statisticNames">The columns of the sums; others than cells are passed over.</param>
    /// <param name="averaged">The classes macro F1 averages over, present or not; null: those that occur.</param>
    public ConfusionFigures(IReadOnlyList<string> statisticNames, IReadOnlyList<string>? averaged = null)
    {
        ArgumentNullException.ThrowIfNull(statisticNames);
        var cells = new ConfusionCell?[statisticNames.Count];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = ConfusionCell.FromStatisticName(statisticNames[i]);
        Present = ClassOrder.Sort(cells.OfType<ConfusionCell>().SelectMany(cell => cell.Predicted is null ? [cell.Truth] : new[] { cell.Truth, cell.Predicted }));
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in Present.Concat(averaged ?? []))
            index.TryAdd(name, index.Count);
        _truth = Array.ConvertAll(cells, cell => cell is { } known ? index[known.Truth] : -1);
        _predicted = Array.ConvertAll(cells, cell => cell?.Predicted is { } known ? index[known] : -1);
        Classes = [.. index.Keys];
        _averaged = averaged is null ? null : [.. Classes.Select(averaged.Contains)];
    }

    /// <summary>The classes that occur, as truth or as prediction, in order.</summary>
    public IReadOnlyList<string> Present { get; }

    /// <summary>Those and the averaged ones.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The mean of recall over the classes that have examples; null without any.</summary>
    public double? BalancedAccuracy(ReadOnlySpan<double> sums)
    {
        var counts = Classes.Count <= StackClasses ? stackalloc double[3 * Classes.Count] : new double[3 * Classes.Count];
        var tally = Count(sums, counts);
        double total = 0;
        var classes = 0;
        for (var k = 0; k < tally.Truth.Length; k++)
        {
            if (tally.Truth[k] == 0)
                continue;
            total += tally.Hits[k] / tally.Truth[k];
            classes++;
        }
        return classes > 0 ? total / classes : null;
    }

    /// <summary>The mean of F1 over the averaged classes, or over those that occur in these sums; null without any.</summary>
    public double? MacroF1(ReadOnlySpan<double> sums)
    {
        var counts = Classes.Count <= StackClasses ? stackalloc double[3 * Classes.Count] : new double[3 * Classes.Count];
        var tally = Count(sums, counts);
        double total = 0;
        var classes = 0;
        for (var k = 0; k < tally.Truth.Length; k++)
        {
            if (_averaged is not null ? !_averaged[k] : tally.Truth[k] + tally.Predicted[k] == 0)
                continue;
            total += F1Of(tally.Truth[k], tally.Predicted[k], tally.Hits[k]);
            classes++;
        }
        return classes > 0 ? total / classes : null;
    }

    /// <summary>
    /// Matthews correlation for any number of classes (Gorodkin 2004): the correlation of the indicator vectors of truth and prediction; an
    /// example without an answer has the zero vector. 0 where either does not vary, null without examples.
    /// </summary>
    public double? Matthews(ReadOnlySpan<double> sums)
    {
        var counts = Classes.Count <= StackClasses ? stackalloc double[3 * Classes.Count] : new double[3 * Classes.Count];
        var tally = Count(sums, counts);
        double examples = 0, answered = 0, right = 0, both = 0, truthSquares = 0, predictedSquares = 0;
        for (var k = 0; k < tally.Truth.Length; k++)
        {
            examples += tally.Truth[k];
            answered += tally.Predicted[k];
            right += tally.Hits[k];
            both += tally.Truth[k] * tally.Predicted[k];
            truthSquares += tally.Truth[k] * tally.Truth[k];
            predictedSquares += tally.Predicted[k] * tally.Predicted[k];
        }
        if (examples == 0)
            return null;
        var variation = (examples * examples - truthSquares) * (examples * answered - predictedSquares);
        return variation == 0 ? 0 : (right * examples - both) / Math.Sqrt(variation);
    }

    /// <summary>The share of right ones among the predictions of a class; 0 where it is never predicted.</summary>
    public double Precision(ReadOnlySpan<double> sums, int classIndex)
    {
        var (_, predicted, hits) = CountOf(sums, classIndex);
        return predicted == 0 ? 0 : hits / predicted;
    }

    /// <summary>The share of a class's examples that are predicted so; 0 where it has none.</summary>
    public double Recall(ReadOnlySpan<double> sums, int classIndex)
    {
        var (truth, _, hits) = CountOf(sums, classIndex);
        return truth == 0 ? 0 : hits / truth;
    }

    /// <summary>The harmonic mean of a class's precision and recall; 0 where both are.</summary>
    public double F1(ReadOnlySpan<double> sums, int classIndex)
    {
        var (truth, predicted, hits) = CountOf(sums, classIndex);
        return F1Of(truth, predicted, hits);
    }

    private static double F1Of(double truth, double predicted, double hits) => hits == 0 ? 0 : 2 * hits / (truth + predicted);

    private ClassCounts Count(ReadOnlySpan<double> sums, Span<double> space)
    {
        var counts = new ClassCounts(space, Classes.Count);
        space.Clear();
        for (var i = 0; i < sums.Length; i++)
        {
            if (_truth[i] < 0)
                continue;
            counts.Truth[_truth[i]] += sums[i];
            if (_predicted[i] < 0)
                continue;
            counts.Predicted[_predicted[i]] += sums[i];
            if (_truth[i] == _predicted[i])
                counts.Hits[_truth[i]] += sums[i];
        }
        return counts;
    }

    private (double Truth, double Predicted, double Hits) CountOf(ReadOnlySpan<double> sums, int classIndex)
    {
        double truth = 0, predicted = 0, hits = 0;
        for (var i = 0; i < sums.Length; i++)
        {
            if (_truth[i] == classIndex)
                truth += sums[i];
            if (_predicted[i] == classIndex)
                predicted += sums[i];
            if (_truth[i] == classIndex && _predicted[i] == classIndex)
                hits += sums[i];
        }
        return (truth, predicted, hits);
    }

    // Examples, predictions and right predictions of each class, in one block.
    private readonly ref struct ClassCounts(Span<double> space, int classes)
    {
        public readonly Span<double> Truth = space[..classes];
        public readonly Span<double> Predicted = space[classes..(2 * classes)];
        public readonly Span<double> Hits = space[(2 * classes)..];
    }
}
