using EvalHarness.Core.Statistics.Distributions;
using EvalHarness.Core.Statistics.Significance;

namespace EvalHarness.Core.Statistics.Power;

/// <summary>
/// Power of the exact two-sided McNemar test: the sum over all numbers of discordant pairs of their probability times that of a rejected split.
/// </summary>
/// <remarks>Keeps the critical splits of its alpha, so one object answers many questions about the same number of pairs. Not thread safe.</remarks>
public sealed class McNemarPower
{
    private const double NegligibleMass = 1e-18;
    private const int Unknown = -2;

    private readonly double _alpha;
    private readonly int[] _critical;

    /// <summary>Prepares questions about a number of pairs at one alpha.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No pairs, or an alpha outside (0, 1).</exception>
    public McNemarPower(int pairs, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pairs);
        if (!(alpha is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "A significance level lies strictly between 0 and 1.");
        (Pairs, _alpha, _critical) = (pairs, alpha, new int[pairs + 1]);
        Array.Fill(_critical, Unknown);
    }

    /// <summary>The number of pairs.</summary>
    public int Pairs { get; }

    /// <summary>The probability of a rejection when a pair is (right, wrong) with p10 and (wrong, right) with p01.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Probabilities below 0, or above 1 together.</exception>
    public double Power(double p10, double p01)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(p10);
        ArgumentOutOfRangeException.ThrowIfNegative(p01);
        var rate = p10 + p01;
        if (!(rate <= 1 + 1e-12))
            throw new ArgumentOutOfRangeException(nameof(p10), rate, "The two discordant probabilities add up to at most 1.");
        if (rate == 0)
            return 0;
        var mode = (int)Math.Min(Pairs, (Pairs + 1.0) * rate);
        var power = 0.0;
        for (var discordant = mode; discordant >= 0 && Add(discordant); discordant--)
        {
        }
        for (var discordant = mode + 1; discordant <= Pairs && Add(discordant); discordant++)
        {
        }
        return Math.Min(1, power);

        bool Add(int discordant)
        {
            var mass = BinomialDistribution.Probability(discordant, Pairs, Math.Min(1, rate));
            var critical = Critical(discordant);
            if (critical >= 0)
            {
                power += mass * (BinomialDistribution.Cdf(critical, discordant, p10 / rate) + BinomialDistribution.Cdf(critical, discordant, p01 / rate));
            }
            return mass > NegligibleMass;
        }
    }

    /// <summary>
    /// The smallest difference d among the multiples of the step up to the discordant rate D whose power, with p10 = (D + d) / 2 and
    /// p01 = (D − d) / 2, reaches the wanted one; null where none does. Power grows with d, so the search halves.
    /// </summary>
    public double? MinimumDetectableDifference(double discordantRate, double power, double step)
    {
        if (!(discordantRate is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(discordantRate), discordantRate, "A rate lies between 0 and 1.");
        if (!(step > 0))
            throw new ArgumentOutOfRangeException(nameof(step), step, "A step is above 0.");
        var last = (long)Math.Floor((discordantRate / step) + 1e-9);
        return FirstStep(1, last, steps => PowerAt(discordantRate, Math.Min(discordantRate, steps * step)) >= power) * step;
    }

    /// <summary>
    /// As <see cref="MinimumDetectableDifference"/>, but where no difference up to the rate is enough, the search goes on above it with every
    /// discordant pair in one direction: a difference cannot be larger than the discordance, so such an effect would bring its own.
    /// Null where even all pairs changing would not be significant.
    /// </summary>
    public double? MinimumDetectableEffect(double discordantRate, double power, double step) =>
        MinimumDetectableDifference(discordantRate, power, step)
        ?? (FirstStep((long)Math.Floor((discordantRate / step) + 1e-9) + 1, (long)Math.Floor((1 / step) + 1e-9), steps => Power(Math.Min(1, steps * step), 0) >= power)
            * step);

    private double PowerAt(double rate, double difference) => Power((rate + difference) / 2, (rate - difference) / 2);

    private static long? FirstStep(long first, long last, Func<long, bool> isEnough)
    {
        if (first > last || !isEnough(last))
            return null;
        while (first < last)
        {
            var middle = first + ((last - first) / 2);
            if (isEnough(middle))
                last = middle;
            else
                first = middle + 1;
        }
        return last;
    }

    // The largest k with 2 P(X ≤ k) ≤ alpha for X ~ Bin(discordant, 1/2), or -1. The search starts at the normal guess.
    private int Critical(int discordant)
    {
        if (_critical[discordant] != Unknown)
            return _critical[discordant];
        var guess = (discordant / 2.0) - (NormalDistribution.UpperQuantile(_alpha / 2) * Math.Sqrt(discordant) / 2);
        var k = (int)Math.Clamp(Math.Floor(guess), -1, discordant);
        while (IsRejected(k + 1))
            k++;
        while (k >= 0 && !IsRejected(k))
            k--;
        return _critical[discordant] = k;

        bool IsRejected(int smaller) =>
            2 * smaller < discordant && PValues.IsAtMost(2 * BinomialDistribution.Cdf(smaller, discordant, 0.5), _alpha);
    }
}
