namespace EvalHarness.Core.Metrics.Rouge;

/// <summary>The overlaps ROUGE counts.</summary>
public enum RougeType
{
    /// <summary>Single tokens.</summary>
    Rouge1,

    /// <summary>Pairs of neighbouring tokens.</summary>
    Rouge2,

    /// <summary>The longest common subsequence of the whole texts; line ends do not matter.</summary>
    RougeL,

    /// <summary>The union of longest common subsequences of each target line with all prediction lines.</summary>
    RougeLsum,
}

/// <summary>Precision, recall and their harmonic mean, each 0 to 1.</summary>
public readonly record struct RougeScore(double Precision, double Recall, double FMeasure)
{
    /// <summary>From counts; a side without anything to match gives 0.</summary>
    /// <param name="hits">What both sides share.</param>
    /// <param name="targetTotal">What the target has.</param>
    /// <param name="predictionTotal">What the prediction has.</param>
    public static RougeScore FromCounts(int hits, int targetTotal, int predictionTotal)
    {
        var precision = (double)hits / Math.Max(predictionTotal, 1);
        var recall = (double)hits / Math.Max(targetTotal, 1);
        var sum = precision + recall;
        return new RougeScore(precision, recall, sum > 0 ? 2 * precision * recall / sum : 0);
    }
}

/// <summary>The best of several targets: the first one with the highest F.</summary>
/// <param name="Score">Precision, recall and F against that target.</param>
/// <param name="Target">Its index.</param>
public readonly record struct RougeBest(RougeScore Score, int Target);
