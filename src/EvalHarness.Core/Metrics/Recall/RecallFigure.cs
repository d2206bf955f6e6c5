namespace EvalHarness.Core.Metrics.Recall;

/// <summary>What is counted among the first k of a ranking.</summary>
public enum RecallFigure
{
    /// <summary>1 where any target is among them (Fashion-IQ, CIRR).</summary>
    Hit,

    /// <summary>The share of the targets that are among them; undefined for a query without targets.</summary>
    Set,

    /// <summary>
    /// The same with 1e-5 added to the number of targets, as Pic2Word's ImageNet evaluation has it; 0 for a query without targets.
    /// </summary>
    SetOfficial,

    /// <summary>The share of targets among them: found over the smaller of k and the gallery.</summary>
    Precision,
}

/// <summary>Computes <see cref="RecallFigure"/>s from ranks.</summary>
public static class RecallFigures
{
    // The constant of the official script that keeps it from dividing by zero.
    private const double OfficialEpsilon = 1e-5;

    /// <summary>The value of a figure for one query, or null where it is undefined.</summary>
    /// <param name="figure">What is counted.</param>
    /// <param name="ranks">The rank of every target, from 1.</param>
    /// <param name="k">How much of the ranking counts; more than the gallery is the whole gallery.</param>
    /// <param name="gallery">The number of ranked items.</param>
    public static double? Of(RecallFigure figure, IReadOnlyList<int> ranks, int k, int gallery)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        var found = 0;
        foreach (var rank in ranks)
            found += rank <= k ? 1 : 0;
        return figure switch
        {
            RecallFigure.Hit => found > 0 ? 1 : 0,
            RecallFigure.Set => ranks.Count > 0 ? (double)found / ranks.Count : null,
            RecallFigure.SetOfficial => found / (ranks.Count + OfficialEpsilon),
            _ => gallery > 0 ? (double)found / Math.Min(k, gallery) : null,
        };
    }
}
