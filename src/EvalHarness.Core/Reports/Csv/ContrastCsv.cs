using EvalHarness.Core.Json;

namespace EvalHarness.Core.Reports.Csv;

/// <summary><c>contrasts.csv</c>: one row a contrast, names as in <c>report.json</c>.</summary>
public static class ContrastCsv
{
    /// <summary>The columns in order.</summary>
    public static IReadOnlyList<CsvColumn<Contrast>> Columns { get; } =
    [
        new("comparison", row => row.Comparison),
        new("variant", row => CanonicalJson.Text(row.Variant)),
        new("suite", row => row.Suite),
        new("split", row => row.Split),
        new("method", row => row.Method),
        new("baseline", row => row.Baseline),
        new("figure", row => row.Figure),
        new("difference", row => row.Difference),
        new("ciLow", row => row.CiLow),
        new("ciHigh", row => row.CiHigh),
        new("interval", row => row.Interval),
        new("pValue", row => row.PValue),
        new("pAdjusted", row => row.PAdjusted),
        new("test", row => row.Test),
        new("n", row => (long)row.N),
        new("nMissing", row => (long)row.NMissing),
        new("clusters", row => (long)row.Clusters),
        new("family", row => row.Family),
        new("familySize", row => (long?)row.FamilySize),
        new("exploratory", row => row.Exploratory),
        new("minimumDetectableEffect.unadjusted", row => row.MinimumDetectableEffect?.Unadjusted),
        new("minimumDetectableEffect.adjusted", row => row.MinimumDetectableEffect?.Adjusted),
        new("verdict", row => row.Verdict),
        new("reason", row => row.Reason),
    ];

    /// <summary>Writes the file.</summary>
    public static void Write(TextWriter writer, IEnumerable<Contrast> contrasts) => CsvTable.Write(writer, Columns, contrasts);
}
