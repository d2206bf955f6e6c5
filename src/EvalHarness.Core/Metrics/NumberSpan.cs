using System.Runtime.InteropServices;

namespace EvalHarness.Core.Metrics;

/// <summary>Numbers of an item as a span, copied only where the list is neither an array nor a <see cref="List{T}"/>.</summary>
internal static class NumberSpan
{
    public static ReadOnlySpan<double> Of(IReadOnlyList<double> numbers) => numbers switch
    {
        double[] array => array,
        List<double> list => CollectionsMarshal.AsSpan(list),
        _ => numbers.ToArray(),
    };
}
