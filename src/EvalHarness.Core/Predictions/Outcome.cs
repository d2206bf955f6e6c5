namespace EvalHarness.Core.Predictions;

/// <summary>How a system's work on an example ended. How each is scored stands in the contracts, section 5.</summary>
public enum Outcome
{
    /// <summary>There is an answer.</summary>
    Answered,

    /// <summary>There is text, but no answer was found in it: scored as the metric's worst value.</summary>
    Unparsable,

    /// <summary>The model declined: scored as the metric's worst value.</summary>
    Refused,

    /// <summary>The answer was cut off: the metric on what is there.</summary>
    Truncated,

    /// <summary>No answer. Kind input: worst value. Kind environment: not scored, missing, tried again.</summary>
    Failed,
}
