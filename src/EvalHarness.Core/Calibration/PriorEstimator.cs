namespace EvalHarness.Core.Calibration;

/// <summary>
/// Averages rows of label log-probabilities into a prior, one row at a time: a batch of any size needs memory for one row. Means never cross
/// contexts, so there is one estimator for each (template, label words, demonstrations).
/// </summary>
/// <remarks>
/// Probabilities are averaged in the logarithmic domain, so labels of probability e^-800 have a prior too, and a batch of one row has exactly
/// that row as its prior. Not thread safe.
/// </remarks>
public sealed class PriorEstimator
{
    private readonly PriorMean _mean;
    private readonly bool _normalizeRows;
    private readonly double[] _row;

    // Probabilities: sums of exp(x - highest); log-probabilities: sums of x with their rounding errors.
    private readonly double[] _sums;
    private readonly double[] _highest;
    private readonly double[] _errors;

    /// <summary>An estimator without rows.</summary>
    /// <param name="classes">The number of labels.</param>
    /// <param name="mean">What is averaged.</param>
    /// <param name="normalizeRows">Whether each row is first normalised over the labels.</param>
    public PriorEstimator(int classes, PriorMean mean, bool normalizeRows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        (_mean, _normalizeRows) = (mean, normalizeRows);
        (_row, _sums, _highest, _errors) = (new double[classes], new double[classes], new double[classes], new double[classes]);
        Array.Fill(_highest, double.NegativeInfinity);
    }

    /// <summary>The number of rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <param name="logProbabilities">One finite log-probability a label.</param>
    /// <exception cref="ArgumentException">The row has another length, or a value is not finite.</exception>
    public void Add(ReadOnlySpan<double> logProbabilities)
    {
        if (logProbabilities.Length != _row.Length)
            throw new ArgumentException($"The row has {logProbabilities.Length} labels; the estimator has {_row.Length}.", nameof(logProbabilities));
        foreach (var value in logProbabilities)
            if (!double.IsFinite(value))
                throw new ArgumentException("A log-probability is not a finite number.", nameof(logProbabilities));
        if (_normalizeRows)
            LabelProbabilities.Normalize(logProbabilities, _row);
        else
            logProbabilities.CopyTo(_row);
        for (var k = 0; k < _row.Length; k++)
        {
            if (_mean == PriorMean.Probabilities)
                AddExponential(k, _row[k]);
            else
                AddCompensated(k, _row[k]);
        }
        Count++;
    }

    /// <summary>The mean of the rows.</summary>
    /// <exception cref="InvalidOperationException">There is no row.</exception>
    public CalibrationPrior ToPrior()
    {
        if (Count == 0)
            throw new InvalidOperationException("A prior needs at least one row of log-probabilities.");
        var logPrior = new double[_row.Length];
        for (var k = 0; k < logPrior.Length; k++)
            logPrior[k] = _mean == PriorMean.Probabilities ? _highest[k] + Math.Log(_sums[k] / Count) : (_sums[k] + _errors[k]) / Count;
        return new(logPrior);
    }

    private void AddExponential(int k, double value)
    {
        if (value > _highest[k])
        {
            _sums[k] = _sums[k] * Math.Exp(_highest[k] - value) + 1;
            _highest[k] = value;
        }
        else
        {
            _sums[k] += Math.Exp(value - _highest[k]);
        }
    }

    // Neumaier's sum: the mean of a large batch is good to the last digits whatever the order of its rows.
    private void AddCompensated(int k, double value)
    {
        var sum = _sums[k] + value;
        _errors[k] += Math.Abs(_sums[k]) >= Math.Abs(value) ? _sums[k] - sum + value : value - sum + _sums[k];
        _sums[k] = sum;
    }
}
