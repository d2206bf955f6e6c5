namespace EvalHarness.Core.Calibration;

/// <summary>What is averaged into a prior over classes.</summary>
public enum PriorMean
{
    /// <summary>Probabilities: the prior is their arithmetic mean.</summary>
    Probabilities,

    /// <summary>Log-probabilities: the prior is the geometric mean of the probabilities.</summary>
    LogProbabilities,
}
