using System.Globalization;

namespace EvalHarness.Core.Metrics.Classification;

/// <summary>The order classes are listed in: by value where all are numbers, else by their characters.</summary>
public static class ClassOrder
{
    /// <summary>The distinct classes in order.</summary>
    public static string[] Sort(IEnumerable<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var sorted = classes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var values = new double[sorted.Length];
        for (var i = 0; i < sorted.Length; i++)
            if (!double.TryParse(sorted[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !double.IsFinite(values[i]))
                return sorted;
        return [.. sorted.Zip(values).OrderBy(pair => pair.Second).Select(pair => pair.First)];
    }
}
