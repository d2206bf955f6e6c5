using System.Numerics;
using EvalHarness.Core.Templating.Runtime;

namespace EvalHarness.Core.Templating.Values;

/// <summary>Python's three divisions: true division rounds once, floor division and modulo go towards minus infinity.</summary>
internal static class Division
{
    public static (BigInteger Quotient, BigInteger Remainder) Floor(BigInteger x, BigInteger y)
    {
        if (y.IsZero)
            throw Fault.ZeroDivision("integer division or modulo by zero");
        var quotient = BigInteger.DivRem(x, y, out var remainder);
        return remainder.Sign != 0 && remainder.Sign != y.Sign ? (quotient - 1, remainder + y) : (quotient, remainder);
    }

    public static (double Quotient, double Remainder) Floor(double x, double y)
    {
        if (y == 0)
            throw Fault.ZeroDivision("float floor division by zero");
        var remainder = x % y;
        var quotient = (x - remainder) / y;
        if (remainder != 0)
        {
            if (y < 0 != remainder < 0)
            {
                remainder += y;
                quotient -= 1;
            }
        }
        else
        {
            remainder = Math.CopySign(0, y);
        }
        if (quotient == 0)
            return (Math.CopySign(0, x / y), remainder);
        var floor = Math.Floor(quotient);
        return (quotient - floor > 0.5 ? floor + 1 : floor, remainder);
    }

    public static double True(BigInteger x, BigInteger y)
    {
        if (y.IsZero)
            throw Fault.ZeroDivision("division by zero");
        const long Exact = 1L << 53;
        if (BigInteger.Abs(x) <= Exact && BigInteger.Abs(y) <= Exact)
            return (double)x / (double)y;

        // A quotient of 66 bits or more with a sticky last bit: one rounding to 53 bits remains.
        var negative = x.Sign * y.Sign < 0;
        (x, y) = (BigInteger.Abs(x), BigInteger.Abs(y));
        var shift = (int)(66 - (x.GetBitLength() - y.GetBitLength()));
        var quotient = shift >= 0 ? BigInteger.DivRem(x << shift, y, out var remainder) : BigInteger.DivRem(x, y << -shift, out remainder);
        if (!remainder.IsZero)
            quotient |= BigInteger.One;
        var excess = (int)quotient.GetBitLength() - 64;
        var sticky = (quotient & ((BigInteger.One << excess) - 1)).IsZero ? 0UL : 1UL;
        var top = (ulong)(quotient >> excess) | sticky;
        var rounded = Math.ScaleB((double)top, excess - shift);
        if (double.IsInfinity(rounded))
            throw Fault.Overflow("integer division result too large for a float");
        return negative ? -rounded : rounded;
    }
}
