namespace EvalHarness.Core.Statistics.Distributions;

/// <summary>The binomial distribution, to double precision for any number of trials.</summary>
public static class BinomialDistribution
{
    private const double TwoPi = 6.28318530717958647693;

    /// <summary>P(X = successes) for X ~ Bin(trials, probability); 0 outside [0, trials].</summary>
    public static double Probability(int successes, int trials, double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies between 0 and 1.");
        if (successes < 0 || successes > trials)
            return 0;
        var failures = trials - successes;
        if (probability is 0 or 1)
            return (probability == 0 ? successes : failures) == 0 ? 1 : 0;
        if (successes == 0)
            return Math.Exp(trials * SaddlePoint.LogOnePlus(-probability));
        if (failures == 0)
            return Math.Pow(probability, trials);
        var exponent = SaddlePoint.StirlingError(trials) - SaddlePoint.StirlingError(successes) - SaddlePoint.StirlingError(failures)
            - SaddlePoint.Deviance(successes, trials * probability) - SaddlePoint.Deviance(failures, trials * (1 - probability));
        return Math.Exp(exponent) * Math.Sqrt(trials / (TwoPi * successes) / failures);
    }

    /// <summary>P(X ≤ successes).</summary>
    public static double Cdf(int successes, int trials, double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        if (successes < 0)
            return 0;
        return successes >= trials ? 1 : BetaDistribution.Lower(1 - probability, probability, trials - successes, successes + 1);
    }
}
