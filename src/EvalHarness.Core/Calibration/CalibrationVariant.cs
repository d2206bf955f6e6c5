namespace EvalHarness.Core.Calibration;

/// <summary>A way of calibrating label probabilities. The two batch means are different methods and may pick different labels.</summary>
/// <param name="Name">Its name, as figures and outputs spell it.</param>
/// <param name="Source">Where the prior comes from.</param>
/// <param name="Mean">What is averaged into the prior.</param>
/// <param name="NormalizeRows">Whether the evaluated rows are first normalised over the labels.</param>
/// <param name="LogScale">Whether scores are log p - log prior instead of p / prior.</param>
public sealed record CalibrationVariant(string Name, CalibrationSource Source, PriorMean Mean, bool NormalizeRows, bool LogScale = false)
{
    /// <summary>No calibration: the model's own log-probabilities.</summary>
    public static CalibrationVariant Raw { get; } = new("raw", CalibrationSource.None, PriorMean.LogProbabilities, false, true);

    /// <summary>Every variant, the uncalibrated decision first.</summary>
    public static IReadOnlyList<CalibrationVariant> All { get; } =
    [
        Raw,
        new("batch_mean_of_probabilities__given", CalibrationSource.Batch, PriorMean.Probabilities, false),
        new("batch_mean_of_log_probs__given", CalibrationSource.Batch, PriorMean.LogProbabilities, false, true),
        new("batch_mean_of_probabilities__normalized", CalibrationSource.Batch, PriorMean.Probabilities, true),
        new("batch_mean_of_log_probs__normalized", CalibrationSource.Batch, PriorMean.LogProbabilities, true, true),
        new("contextual", CalibrationSource.ContentFree, PriorMean.Probabilities, true),
        new("domain_context", CalibrationSource.Domain, PriorMean.Probabilities, true),
    ];
}

/// <summary>Where a calibration's prior comes from.</summary>
public enum CalibrationSource
{
    /// <summary>Nowhere: the prior is flat.</summary>
    None,

    /// <summary>The evaluated examples themselves.</summary>
    Batch,

    /// <summary>Content-free texts such as "N/A".</summary>
    ContentFree,

    /// <summary>Texts of random words of the domain.</summary>
    Domain,
}
