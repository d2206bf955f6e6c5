using System.Diagnostics.CodeAnalysis;

namespace EvalHarness.Core.Metrics;

/// <summary>Refuses items that lack what a metric reads, always in the same words.</summary>
internal static class RequiredField
{
    /// <summary>The value, or a <see cref="MetricInputException"/> that names the field and what it must hold.</summary>
    public static T Of<T>([NotNull] T? value, string metric, string field, string form) where T : class =>
        value ?? throw Missing(metric, field, form);

    /// <inheritdoc cref="Of{T}(T, string, string, string)"/>
    public static T Of<T>([NotNull] T? value, string metric, string field, string form) where T : struct =>
        value ?? throw Missing(metric, field, form);

    private static MetricInputException Missing(string metric, string field, string form) =>
        new($"the field \"{field}\" is missing; {metric} needs {form}");
}
