namespace EvalHarness.Models.NGram;

/// <summary>
/// Witten-Bell interpolation: p(w | h) = (c(h w) + T(h) p(w | h')) / (c(h) + T(h)), with T(h) the number of different units seen after h and
/// h' the history without its first unit; below the empty history stands p0, a distribution over what was never seen.
/// </summary>
/// <remarks>
/// Witten and Bell, "The zero-frequency problem", IEEE Transactions on Information Theory 37(4), 1991, method C, interpolated as in Chen and Goodman, "An
/// empirical study of smoothing techniques for language modeling", 1998, section 2.5. Chosen over Kneser-Ney because it has no discount to
/// fit, and stays defined on pools of a handful of texts.
/// </remarks>
internal sealed class WittenBell(NGramCounts counts)
{
    /// <summary>The counts.</summary>
    public NGramCounts Counts { get; } = counts;

    /// <summary>p(w | empty history), for a unit with a count and its p0.</summary>
    public double Unigram(int unit, double p0)
    {
        var node = unit < 0 ? -1 : Counts.Root(unit);
        return Mix(node < 0 ? 0 : Counts.Count(1, node), Counts.Total, Counts.Types, p0);
    }

    /// <summary>p(w | history).</summary>
    /// <param name="history">Where the last units stand.</param>
    /// <param name="unit">w; below 0 or a number that was never counted for an unknown unit.</param>
    /// <param name="unigram">p(w | empty history).</param>
    public double Probability(History history, int unit, double unigram)
    {
        var p = unigram;
        for (var k = 1; k <= history.Length; k++)
        {
            var node = history.Node(k);
            var (first, end) = Counts.Children(k, node);
            var child = unit < 0 ? -1 : Counts.Child(k, node, unit);
            p = Mix(child < 0 ? 0 : Counts.Count(k + 1, child), Counts.Count(k, node), end - first, p);
        }
        return p;
    }

    /// <summary>One step of the interpolation; with nothing counted, the lower distribution alone.</summary>
    public static double Mix(int count, int total, int types, double lower) =>
        total + types == 0 ? lower : (count + types * lower) / (total + types);
}
