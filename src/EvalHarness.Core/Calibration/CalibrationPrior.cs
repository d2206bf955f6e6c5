namespace EvalHarness.Core.Calibration;

/// <summary>What a model answers regardless of the input, as log-probabilities of the labels; calibrating divides by it.</summary>
/// <remarks>
/// Batch Calibration (Zhou et al., arXiv 2309.17249) takes the mean of the evaluated batch, Contextual Calibration (Zhao et al.,
/// arXiv 2102.09690) that of content-free texts, Domain-context Calibration (Fei et al., arXiv 2305.19148) that of random domain words.
/// </remarks>
public sealed class CalibrationPrior
{
    private readonly double[] _logPrior;

    /// <summary>A prior from its logarithm, one finite value a label.</summary>
    public CalibrationPrior(ReadOnlySpan<double> logPrior) => _logPrior = logPrior.ToArray();

    /// <summary>The logarithm of the prior, one value a label.</summary>
    public IReadOnlyList<double> Log => _logPrior;

    /// <summary>The prior as probabilities; they sum to 1 only if they were made so.</summary>
    public IReadOnlyList<double> Probabilities => Array.ConvertAll(_logPrior, Math.Exp);

    /// <summary>The same prior scaled to sum to 1.</summary>
    public CalibrationPrior Normalized()
    {
        var normalized = new double[_logPrior.Length];
        LabelProbabilities.Normalize(_logPrior, normalized);
        return new(normalized);
    }

    /// <summary>
    /// Contextual calibration's prior: the mean of the content-free probabilities as given, then scaled to sum to 1, as its authors' code does.
    /// </summary>
    public static CalibrationPrior Contextual(IReadOnlyList<IReadOnlyList<double>> contentFree) =>
        Mean(contentFree, PriorMean.Probabilities, normalizeRows: false).Normalized();

    /// <summary>Domain-context calibration's prior: the mean of the domain texts' probabilities, each row normalised first.</summary>
    public static CalibrationPrior DomainContext(IReadOnlyList<IReadOnlyList<double>> domain) =>
        Mean(domain, PriorMean.Probabilities, normalizeRows: true);

    /// <summary>The mean of rows that are at hand all at once; <see cref="PriorEstimator"/> takes them one by one.</summary>
    public static CalibrationPrior Mean(IReadOnlyList<IReadOnlyList<double>> rows, PriorMean mean, bool normalizeRows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
            throw new ArgumentException("A prior needs at least one row of log-probabilities.", nameof(rows));
        var estimator = new PriorEstimator(rows[0].Count, mean, normalizeRows);
        foreach (var row in rows)
            estimator.Add([.. row]);
        return estimator.ToPrior();
    }

    /// <summary>
    /// The logarithm of p / prior for each label; the highest decides. Kept as logarithms because quotients may overflow.
    /// </summary>
    /// <param name="logProbabilities">One value a label.</param>
    /// <param name="normalizeRow">Whether the row is first normalised over the labels; never changes which label is highest.</param>
    /// <param name="destination">One value a label; may be the source.</param>
    public void LogScores(ReadOnlySpan<double> logProbabilities, bool normalizeRow, Span<double> destination)
    {
        if (logProbabilities.Length != _logPrior.Length)
            throw new ArgumentException($"The row has {logProbabilities.Length} labels; the prior has {_logPrior.Length}.", nameof(logProbabilities));
        var total = normalizeRow ? LabelProbabilities.LogSumExp(logProbabilities) : 0;
        for (var k = 0; k < _logPrior.Length; k++)
            destination[k] = logProbabilities[k] - total - _logPrior[k];
    }

    /// <summary>The calibrated label: the index of the first highest score.</summary>
    public int Decide(ReadOnlySpan<double> logProbabilities)
    {
        var scores = logProbabilities.Length <= 64 ? stackalloc double[logProbabilities.Length] : new double[logProbabilities.Length];
        LogScores(logProbabilities, normalizeRow: false, scores);
        return LabelProbabilities.First(scores);
    }
}
