namespace EvalHarness.Core.Statistics;

/// <summary>What a contrast of a family says. There is no word for "no difference".</summary>
public enum Verdict
{
    /// <summary>Significant after adjustment, in the figure's good direction.</summary>
    Better,

    /// <summary>Significant after adjustment, in its bad direction.</summary>
    Worse,

    /// <summary>The 90 % interval lies inside a declared margin.</summary>
    Equivalent,

    /// <summary>None of these.</summary>
    Inconclusive,

    /// <summary>None of these, and neither side varies at all.</summary>
    InconclusiveFloor,
}

/// <summary>The words of verdicts as reports write them.</summary>
public static class VerdictWords
{
    /// <summary><c>better</c>, <c>worse</c>, <c>equivalent</c>, <c>inconclusive</c> or <c>inconclusive: floor</c>.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Better => "better",
        Verdict.Worse => "worse",
        Verdict.Equivalent => "equivalent",
        Verdict.Inconclusive => "inconclusive",
        Verdict.InconclusiveFloor => "inconclusive: floor",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "Not a verdict."),
    };
}
