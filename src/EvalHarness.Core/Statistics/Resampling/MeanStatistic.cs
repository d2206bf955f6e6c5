namespace EvalHarness.Core.Statistics.Resampling;

/// <summary>
/// A mean over examples whose sums come unit by unit: Σ numerators / Σ denominators of the drawn units. With clusters of different size both
/// sums change from draw to draw. The difference of two systems' means on the same examples is such a mean as well.
/// </summary>
public sealed class MeanStatistic : UnitStatistic
{
    private readonly double[] _numerators;
    private readonly double[]? _denominators;
    private readonly double _weight;
    private readonly double _constantWeight;

    /// <summary>A mean of one value a unit.</summary>
    public MeanStatistic(ReadOnlySpan<double> values) : this(values, [])
    {
    }

    /// <summary>A mean of sums over unit sizes.</summary>
    /// <param name="sums">The sum of the values of each unit.</param>
    /// <param name="sizes">How many values each unit holds, above 0; empty where every unit holds one.</param>
    /// <exception cref="ArgumentException">No units, a size for other than each unit, or a size that is not positive.</exception>
    public MeanStatistic(ReadOnlySpan<double> sums, ReadOnlySpan<int> sizes)
    {
        if (sums.IsEmpty || (!sizes.IsEmpty && sizes.Length != sums.Length))
            throw new ArgumentException($"A mean needs units, and a size for each: {sums.Length} sums and {sizes.Length} sizes.", nameof(sums));
        _numerators = sums.ToArray();
        _constantWeight = sizes.IsEmpty ? 1 : sizes[0];
        _weight = sums.Length;
        if (!sizes.IsEmpty)
        {
            _denominators = new double[sizes.Length];
            _weight = 0;
            var constant = true;
            for (var i = 0; i < sizes.Length; i++)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sizes[i]);
                _denominators[i] = sizes[i];
                _weight += sizes[i];
                constant &= sizes[i] == sizes[0];
            }
            if (constant)
                _denominators = null;
        }
        double sum = 0, absolute = 0;
        foreach (var value in _numerators)
        {
            sum += value;
            absolute += Math.Abs(value);
        }
        Value = sum / _weight;
        TieSlack = 1e-12 * absolute / _weight;
    }

    /// <inheritdoc/>
    public override int Units => _numerators.Length;

    /// <inheritdoc/>
    public override double Value { get; }

    /// <inheritdoc/>
    public override double TieSlack { get; }

    /// <inheritdoc/>
    public override double OfDraw(ReadOnlySpan<int> draw) => _denominators is null
        ? Gather(_numerators, draw) / (_constantWeight * draw.Length)
        : Gather(_numerators, draw) / Gather(_denominators, draw);

    /// <inheritdoc/>
    public override void LeaveOneOut(Span<double> deviations)
    {
        // The value without unit u less the value is −(sum − value · size) / (rest of the weight): no difference of two near-equal means.
        for (var i = 0; i < _numerators.Length; i++)
        {
            var size = _denominators is null ? _constantWeight : _denominators[i];
            var rest = _weight - size;
            deviations[i] = rest > 0 ? -(_numerators[i] - (Value * size)) / rest : double.NaN;
        }
    }

    // Two running sums, so that an addition need not wait for the one before.
    private static double Gather(double[] values, ReadOnlySpan<int> draw)
    {
        double even = 0, odd = 0;
        var i = 0;
        for (; i + 1 < draw.Length; i += 2)
        {
            even += values[draw[i]];
            odd += values[draw[i + 1]];
        }
        return i < draw.Length ? even + odd + values[draw[i]] : even + odd;
    }
}
