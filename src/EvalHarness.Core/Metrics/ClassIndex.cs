using System.Globalization;

namespace EvalHarness.Core.Metrics;

/// <summary>Reads a right label that is the index of a class.</summary>
internal static class ClassIndex
{
    /// <summary>The index, checked against the number of classes.</summary>
    /// <exception cref="MetricInputException">It is missing, no whole number, or no class.</exception>
    public static int Of(string? label, string metric, int classes)
    {
        var text = RequiredField.Of(label, metric, "label", "the index of the right class");
        if (classes == 0)
            throw new MetricInputException($"the list of classes is empty; {metric} needs at least one");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < classes
            ? index
            : throw new MetricInputException($"the field \"label\" is \"{text}\"; allowed is the index of a class, a whole number from 0 to {classes - 1}");
    }
}
