using EvalHarness.Core.Reports;

namespace EvalHarness.Pipeline.Reports.Html.Text;

/// <summary>A contrast in words.</summary>
/// <param name="Word">The verdict in a word: better, worse, equivalent, inconclusive; exploratory or no verdict.</param>
/// <param name="Kind">The verdict's class: better, worse, equivalent, inconclusive, none.</param>
/// <param name="Headline">What was found: <c>chain-of-table beats end-to-end on wikitq by 3.1 points</c>.</param>
/// <param name="Support">What it rests on: <c>95 % interval 0.4 to 5.8, p = 0.02 after Holm over 3 contrasts, 400 examples in 118 clusters</c>.</param>
/// <param name="Remark">What else must be known: what could have been detected, or why there is no verdict; empty where nothing.</param>
public sealed record VerdictSentence(string Word, string Kind, string Headline, string Support, string Remark)
{
    /// <summary>The shape beside the word: it says the same without colour.</summary>
    public string Shape => Kind switch
    {
        "better" => "\u25b2",
        "worse" => "\u25bc",
        "equivalent" => "\u2248",
        "inconclusive" => "\u25c7",
        _ => "\u00b7",
    };

    /// <summary>What follows the headline. A remark that is a sentence of its own stays one.</summary>
    public string Rest => $"({Support}){(Remark.Length == 0 ? "" : (char.IsUpper(Remark[0]) ? ". " : "; ") + Remark)}.";

    /// <summary>The whole sentence.</summary>
    public override string ToString() => $"{Headline} {Rest}";

    /// <summary>Puts a contrast in words.</summary>
    /// <param name="contrast">The contrast.</param>
    /// <param name="format">How its figure is written.</param>
    /// <param name="seeds">Number of seeds scores are averaged over.</param>
    /// <param name="margin">The declared margin of equivalence on the raw scale, or null.</param>
    public static VerdictSentence Of(Contrast contrast, FigureFormat format, int seeds, double? margin)
    {
        var (word, kind) = contrast.Verdict switch
        {
            "better" => ("better", "better"),
            "worse" => ("worse", "worse"),
            "equivalent" => ("equivalent", "equivalent"),
            { } verdict when verdict.StartsWith("inconclusive", StringComparison.Ordinal) => ("inconclusive", "inconclusive"),
            _ => (contrast.Exploratory ? "exploratory" : "no verdict", "none"),
        };
        return new VerdictSentence(word, kind, HeadlineOf(contrast, format, kind), SupportOf(contrast, format, seeds), RemarkOf(contrast, format, margin));
    }

    private static string HeadlineOf(Contrast contrast, FigureFormat format, string kind)
    {
        var on = $"on {contrast.Suite}";
        if (contrast.Difference is not { } difference)
            return $"{contrast.Method} and {contrast.Baseline} cannot be compared {on}";
        var size = format.Size(difference);
        return kind switch
        {
            "better" when format.HigherIsBetter => $"{contrast.Method} beats {contrast.Baseline} {on} by {size}",
            "better" => $"{contrast.Method} beats {contrast.Baseline} {on}: its {format.Name} is lower by {size}",
            "worse" when format.HigherIsBetter => $"{contrast.Method} is worse than {contrast.Baseline} {on} by {size}",
            "worse" => $"{contrast.Method} is worse than {contrast.Baseline} {on}: its {format.Name} is higher by {size}",
            "equivalent" => $"{contrast.Method} and {contrast.Baseline} are equivalent {on}: they differ by {size}",
            _ when difference == 0 => $"{contrast.Method} and {contrast.Baseline} have the same {format.Name} {on}",
            _ => $"{contrast.Method} is {size} {(difference > 0 ? "above" : "below")} {contrast.Baseline} {on}",
        };
    }

    private static string SupportOf(Contrast contrast, FigureFormat format, int seeds)
    {
        var parts = new List<string>();
        if (format.DifferenceInterval(contrast.CiLow, contrast.CiHigh) is { Length: > 0 } interval)
            parts.Add($"95{NumberText.Space}% interval {interval}");
        if (contrast.PAdjusted is { } adjusted)
            parts.Add($"p{NumberText.Space}{NumberText.P(adjusted)} after Holm{(contrast.FamilySize is { } size ? $" over {NumberText.Count(size, "contrast", "contrasts")}" : "")}");
        else if (contrast.PValue is { } p)
            parts.Add($"p{NumberText.Space}{NumberText.P(p)}, not adjusted");
        var examples = NumberText.Count(contrast.N, "example", "examples");
        parts.Add(contrast.Clusters == contrast.N ? examples : $"{examples} in {NumberText.Count(contrast.Clusters, "cluster", "clusters")}");
        if (seeds > 1)
            parts.Add($"{NumberText.Count(seeds)} seeds");
        if (contrast.NMissing > 0)
            parts.Add($"{NumberText.Count(contrast.NMissing, "pair", "pairs")} missing");
        return string.Join(", ", parts);
    }

    private static string RemarkOf(Contrast contrast, FigureFormat format, double? margin)
    {
        switch (contrast.Verdict)
        {
            case "equivalent" when margin is { } declared:
                return $"the 90{NumberText.Space}% interval lies inside the declared margin of ±{format.Size(declared)}";
            case "inconclusive: floor":
                return "neither side varies, so there is nothing to test";
            case "inconclusive":
                var effect = contrast.MinimumDetectableEffect?.Adjusted ?? contrast.MinimumDetectableEffect?.Unadjusted;
                return effect is { } least && double.IsFinite(least)
                    ? $"with {NumberText.Count(contrast.N, "example", "examples")} a difference below {format.Size(least)} could not be detected"
                    : Plain(contrast.Reason);
            default:
                return contrast.Verdict is null || contrast.Difference is null ? Plain(contrast.Reason) : "";
        }
    }

    private static string Plain(string? reason) => reason?.Trim().TrimEnd('.') ?? "";
}
