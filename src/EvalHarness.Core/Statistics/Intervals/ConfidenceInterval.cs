namespace EvalHarness.Core.Statistics.Intervals;

/// <summary>The two ends of an interval, on the scale of what it is for.</summary>
public readonly record struct ConfidenceInterval(double Low, double High)
{
    /// <summary>Whether the value lies in the interval, ends included.</summary>
    public bool Contains(double value) => Low <= value && value <= High;

    /// <summary>Refuses a confidence level that is not strictly between 0 and 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static void CheckLevel(double confidence)
    {
        if (!(confidence is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence level lies strictly between 0 and 1, such as 0.95.");
    }
}
