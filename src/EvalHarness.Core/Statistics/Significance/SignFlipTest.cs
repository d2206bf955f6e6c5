using EvalHarness.Core.Randomness;

namespace EvalHarness.Core.Statistics.Significance;

/// <summary>
/// The paired sign-flip permutation test of a sum of differences: under the null each difference is as likely to have the other sign.
/// </summary>
/// <param name="Flips">Sign vectors looked at; 2^n where all were.</param>
/// <param name="AtLeastAsFar">Those with |sum| ≥ |observed sum|.</param>
/// <param name="AtLeast">Those with sum ≥ observed sum.</param>
/// <param name="AtMost">Those with sum ≤ observed sum.</param>
/// <param name="IsExact">Whether all sign vectors were counted, the observed one among them.</param>
/// <remarks>
/// R. A. Fisher, "The Design of Experiments", 1935; the +1 rule: B. Phipson and G. Smyth, "Permutation p-values should never be zero", 2010.
/// Sums are compared with a slack of 1e-9 · Σ |d|, so that sums which are equal as decimals are ties whatever their rounding.
/// </remarks>
public sealed record SignFlipTest(long Flips, long AtLeastAsFar, long AtLeast, long AtMost, bool IsExact)
{
    /// <summary>The most differences whose sign vectors are all counted.</summary>
    public const int LargestExact = 24;

    /// <summary>The slack of comparisons, relative to the sum of the sizes.</summary>
    public const double Slack = 1e-9;

    /// <summary>Two-sided p.</summary>
    public double TwoSidedP => P(AtLeastAsFar);

    /// <summary>One-sided p of a positive sum.</summary>
    public double GreaterP => P(AtLeast);

    /// <summary>One-sided p of a negative sum.</summary>
    public double LessP => P(AtMost);

    /// <summary>Counts all 2^n sign vectors.</summary>
    /// <exception cref="ArgumentException">More than <see cref="LargestExact"/> differences.</exception>
    public static SignFlipTest Exact(ReadOnlySpan<double> differences)
    {
        if (differences.Length > LargestExact)
            throw new ArgumentException($"All sign vectors of {differences.Length} differences are too many; the most is {LargestExact}. Draw flips instead.", nameof(differences));
        var count = new Counter(differences);
        for (var flips = 0UL; flips < 1UL << differences.Length; flips++)
            count.Add(FlippedSum(differences, flips));
        return count.Result(isExact: true);
    }

    /// <summary>Counts the given sign vectors: rows of +1 and −1, one entry a difference. The +1 rule applies.</summary>
    /// <exception cref="ArgumentException">A row of another length.</exception>
    public static SignFlipTest GivenSigns(ReadOnlySpan<double> differences, IEnumerable<IReadOnlyList<int>> signs)
    {
        var count = new Counter(differences);
        foreach (var row in signs)
        {
            if (row.Count != differences.Length)
                throw new ArgumentException($"A row of {row.Count} signs for {differences.Length} differences.", nameof(signs));
            var sum = 0.0;
            for (var i = 0; i < differences.Length; i++)
                sum += row[i] < 0 ? -differences[i] : differences[i];
            count.Add(sum);
        }
        return count.Result(isExact: false);
    }

    /// <summary>Draws sign vectors. The +1 rule applies.</summary>
    /// <remarks>
    /// Flips fall on the sorted sizes: a flipped difference has the distribution of its flipped size, and so the result depends on the multiset
    /// of differences only, not on what their units are called, nor on which side is subtracted.
    /// </remarks>
    public static SignFlipTest Drawn(ReadOnlySpan<double> differences, int draws, SeededRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(draws);
        var count = new Counter(differences);
        var sizes = new List<double>(differences.Length);
        foreach (var difference in differences)
        {
            if (difference != 0)
                sizes.Add(Math.Abs(difference));
        }
        sizes.Sort();
        ReadOnlySpan<double> sorted = sizes.ToArray();
        for (var draw = 0; draw < draws; draw++)
        {
            var sum = 0.0;
            for (var start = 0; start < sorted.Length; start += 64)
                sum += FlippedSum(sorted[start..Math.Min(start + 64, sorted.Length)], random.NextUInt64());
            count.Add(sum);
        }
        return count.Result(isExact: false);
    }

    // Bit i of the flips turns the sign of value i: the bit is moved onto the sign bit of the double.
    private static double FlippedSum(ReadOnlySpan<double> values, ulong flips)
    {
        double even = 0, odd = 0;
        var i = 0;
        for (; i + 1 < values.Length; i += 2)
        {
            even += BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(values[i]) ^ (flips << 63));
            odd += BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(values[i + 1]) ^ ((flips >> 1) << 63));
            flips >>= 2;
        }
        if (i < values.Length)
            even += BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(values[i]) ^ (flips << 63));
        return even + odd;
    }

    private double P(long count) => IsExact ? (double)count / Flips : (count + 1.0) / (Flips + 1.0);

    private struct Counter
    {
        private readonly double _observed, _slack;
        private long _flips, _far, _atLeast, _atMost;

        public Counter(ReadOnlySpan<double> differences)
        {
            var sizes = 0.0;
            foreach (var difference in differences)
            {
                _observed += difference;
                sizes += Math.Abs(difference);
            }
            if (!double.IsFinite(sizes))
                throw new ArgumentException("A difference is not a finite number.", nameof(differences));
            _slack = Slack * sizes;
        }

        public void Add(double sum)
        {
            _flips++;
            _far += Math.Abs(sum) >= Math.Abs(_observed) - _slack ? 1 : 0;
            _atLeast += sum >= _observed - _slack ? 1 : 0;
            _atMost += sum <= _observed + _slack ? 1 : 0;
        }

        public readonly SignFlipTest Result(bool isExact) => new(_flips, _far, _atLeast, _atMost, isExact);
    }
}
