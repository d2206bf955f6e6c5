namespace EvalHarness.Core.Statistics.Association;

/// <summary>Kendall's rank correlation (tau-b) and the pair counts it is made of.</summary>
/// <param name="Concordant">Pairs ordered the same way on both sides.</param>
/// <param name="Discordant">Pairs ordered opposite ways.</param>
/// <param name="TiesXOnly">Pairs tied in x and not in y.</param>
/// <param name="TiesYOnly">Pairs tied in y and not in x.</param>
/// <param name="TiesBoth">Pairs tied on both sides.</param>
/// <param name="TauB">(C − D) / √((C + D + ties in x only) (C + D + ties in y only)); null where a side is constant.</param>
public sealed record KendallCorrelation(long Concordant, long Discordant, long TiesXOnly, long TiesYOnly, long TiesBoth, double? TauB)
{
    /// <summary>Counts all pairs; the time grows with the square of their number.</summary>
    /// <exception cref="ArgumentException">Lists of different length.</exception>
    public static KendallCorrelation Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"A correlation needs pairs; there are {x.Length} and {y.Length} values.", nameof(y));
        long concordant = 0, discordant = 0, onlyX = 0, onlyY = 0, both = 0;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                int signX = x[i].CompareTo(x[j]), signY = y[i].CompareTo(y[j]);
                if (signX == 0 && signY == 0)
                    both++;
                else if (signX == 0)
                    onlyX++;
                else if (signY == 0)
                    onlyY++;
                else if (signX > 0 == signY > 0)
                    concordant++;
                else
                    discordant++;
            }
        }
        double untied = concordant + discordant;
        var square = (untied + onlyX) * (untied + onlyY);
        return new KendallCorrelation(concordant, discordant, onlyX, onlyY, both, square == 0 ? null : (concordant - discordant) / Math.Sqrt(square));
    }
}
