namespace EvalHarness.Models.Onnx.Batching;

/// <summary>What a model has computed since it was loaded.</summary>
/// <param name="Batches">Runs of the graph.</param>
/// <param name="Tokens">Tokens fed.</param>
/// <param name="Padding">Places fed that held no token.</param>
/// <param name="ReusedTokens">Tokens whose computation was taken from a shared beginning instead.</param>
/// <param name="Seconds">Time in the graph.</param>
public readonly record struct BatchStatistics(long Batches, long Tokens, long Padding, long ReusedTokens, double Seconds)
{
    /// <summary>Padding as a share of all places fed.</summary>
    public double PaddingShare => Tokens + Padding == 0 ? 0 : (double)Padding / (Tokens + Padding);
}
