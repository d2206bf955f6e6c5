using System.Text.Json.Nodes;
using EvalHarness.Core.Predictions;

namespace EvalHarness.Methods.Choose;

/// <summary>Decides between choices by a score each: the first of the best wins, and near-ties are counted.</summary>
public static class LabelDecision
{
    /// <summary>Scores closer than this are ties: batching moves floats by less.</summary>
    public const double TieWidth = 1e-4;

    /// <summary>The decision, with the scores in its trace.</summary>
    public static Decision Of(IReadOnlyList<string> choices, IReadOnlyList<double> scores)
    {
        var best = double.NegativeInfinity;
        foreach (var score in scores)
            best = Math.Max(best, score);
        var chosen = -1;
        var tied = 0;
        for (var i = 0; i < scores.Count; i++)
            if (scores[i] >= best - TieWidth)
            {
                tied++;
                if (chosen < 0)
                    chosen = i;
            }
        var trace = new JsonObject();
        for (var i = 0; i < scores.Count; i++)
            trace[choices[i]] = double.IsFinite(scores[i]) ? scores[i] : null;
        return Decision.Of(Answer.OfChoice(chosen, choices[chosen])) with { Tied = tied > 1 ? tied : 0, Trace = new JsonObject { ["scores"] = trace } };
    }
}
