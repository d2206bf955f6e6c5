using System.Globalization;
using System.Numerics;
using EvalHarness.Core.Templating.Runtime;

namespace EvalHarness.Core.Templating.Values;

/// <summary>Python's numbers: bool, int of any size and float, and what holds for all of them.</summary>
internal static class Numbers
{
    /// <summary>Python refuses to print or read whole numbers of more decimal digits.</summary>
    public const int MaximumDigits = 4300;

    private const long ExactInDouble = 1L << 53;

    public static bool IsNumber(object? value) => value is long or double or bool or BigInteger;

    public static bool IsWhole(object? value) => value is long or bool or BigInteger;

    /// <summary>A whole number that fits a long; booleans are 0 and 1.</summary>
    public static bool TryLong(object? value, out long number)
    {
        switch (value)
        {
            case long whole: number = whole; return true;
            case bool flag: number = flag ? 1 : 0; return true;
            default: number = 0; return false;
        }
    }

    /// <summary>A value used as a count or position: a whole number, clamped to the range of long.</summary>
    public static long Index(object? value) => value switch
    {
        long whole => whole,
        bool flag => flag ? 1 : 0,
        BigInteger big => big.Sign > 0 ? long.MaxValue : long.MinValue,
        Undefined undefined => throw undefined.Failure(),
        _ => throw Fault.Type($"'{TypeNames.Of(value)}' object cannot be interpreted as an integer"),
    };

    public static BigInteger ToBig(object value) => value switch
    {
        long whole => whole,
        bool flag => flag ? BigInteger.One : BigInteger.Zero,
        _ => (BigInteger)value,
    };

    /// <summary>The nearest double, as <c>float(x)</c> gives it.</summary>
    public static double ToDouble(object value) => value switch
    {
        double real => real,
        long whole => whole,
        bool flag => flag ? 1 : 0,
        _ => ToDouble((BigInteger)value),
    };

    // BigInteger's own conversion may round twice; reading the decimal digits rounds once.
    public static double ToDouble(BigInteger value)
    {
        if (BigInteger.Abs(value) < ExactInDouble)
            return (double)value;
        var number = value.GetBitLength() > 1100 ? double.PositiveInfinity : double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return double.IsInfinity(number) ? throw Fault.Overflow("int too large to convert to float") : number;
    }

    /// <summary>The whole part of a double as a number, as <c>int(x)</c> gives it.</summary>
    public static object Truncate(double value)
    {
        if (double.IsNaN(value))
            throw Fault.Value("cannot convert float NaN to integer");
        if (double.IsInfinity(value))
            throw Fault.Overflow("cannot convert float infinity to integer");
        return Math.Abs(value) < long.MaxValue ? Boxes.Long((long)value) : Boxes.Whole(new BigInteger(value));
    }

    /// <summary>Three-way comparison by exact value; null where a NaN is involved.</summary>
    public static int? Compare(object x, object y)
    {
        if (TryLong(x, out var a) && TryLong(y, out var b))
            return a.CompareTo(b);
        if (x is double r && y is double s)
            return double.IsNaN(r) || double.IsNaN(s) ? null : r.CompareTo(s);
        if (x is double left)
            return -CompareWholeWithDouble(ToBig(y), left);
        return y is double right ? CompareWholeWithDouble(ToBig(x), right) : ToBig(x).CompareTo(ToBig(y));
    }

    /// <summary>Equal numbers have equal hashes, whatever their type.</summary>
    public static int HashOf(double value)
    {
        if (!double.IsFinite(value) || Math.Floor(value) != value)
            return value.GetHashCode();
        return Boxes.Whole(new BigInteger(value)).GetHashCode();
    }

    public static string Print(BigInteger value)
    {
        // 3.3219 bits a digit: anything shorter is certain to be below the limit.
        if (value.GetBitLength() > 14_000 && BigInteger.Abs(value) >= BigInteger.Pow(10, MaximumDigits))
            throw Fault.Value($"Exceeds the limit ({MaximumDigits} digits) for integer string conversion");
        return value.ToString(CultureInfo.InvariantCulture);
    }

    private static int? CompareWholeWithDouble(BigInteger whole, double real)
    {
        if (double.IsNaN(real))
            return null;
        if (double.IsInfinity(real))
            return real > 0 ? -1 : 1;
        var floor = Math.Floor(real);
        var order = whole.CompareTo(new BigInteger(floor));
        return order == 0 && real > floor ? -1 : order;
    }
}
