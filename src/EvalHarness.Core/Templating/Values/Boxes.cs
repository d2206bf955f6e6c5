using System.Numerics;

namespace EvalHarness.Core.Templating.Values;

/// <summary>Boxed truth values and small numbers, so that loops and tests do not allocate; and the one form of every whole number.</summary>
internal static class Boxes
{
    public static readonly object True = true;
    public static readonly object False = false;

    private const int Lowest = -16;
    private const int Highest = 1024;
    private static readonly object[] Small = [.. Enumerable.Range(Lowest, Highest - Lowest + 1).Select(object (i) => (long)i)];

    public static object Bool(bool value) => value ? True : False;

    public static object Long(long value) => value is >= Lowest and <= Highest ? Small[value - Lowest] : value;

    /// <summary>A whole number: a long where it fits, else a <see cref="BigInteger"/>.</summary>
    public static object Whole(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? Long((long)value) : value;
}
