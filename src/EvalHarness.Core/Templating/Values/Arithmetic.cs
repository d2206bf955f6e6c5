using System.Numerics;
using EvalHarness.Core.Templating.Formatting;
using EvalHarness.Core.Templating.Runtime;

namespace EvalHarness.Core.Templating.Values;

/// <summary>Python's binary and unary operators on all values.</summary>
internal static class Arithmetic
{
    public static object? Add(object? x, object? y, RenderState state)
    {
        if (x is long a && y is long b)
        {
            var sum = unchecked(a + b);
            return ((a ^ sum) & (b ^ sum)) >= 0 ? Boxes.Long(sum) : (BigInteger)a + b;
        }
        switch (x, y)
        {
            case (string s, string t):
                return state.Concat(s, t);
            case (Markup s, string or Markup):
                return new Markup(state.Concat(s.Text, y is Markup m ? m.Text : Markup.Escape((string)y)));
            case (string s, Markup t):
                return new Markup(state.Concat(Markup.Escape(s), t.Text));
            case (TemplateList s, TemplateList t):
                state.ChargeItems(s.Items.Count + t.Items.Count);
                return new TemplateList([.. s.Items, .. t.Items]);
            case (TemplateTuple s, TemplateTuple t):
                state.ChargeItems(s.Items.Length + t.Items.Length);
                return new TemplateTuple([.. s.Items, .. t.Items]);
        }
        RequireNumbers("+", x, y);
        if (x is double || y is double)
            return Numbers.ToDouble(x!) + Numbers.ToDouble(y!);
        return Boxes.Whole(state.Bounded(Numbers.ToBig(x!) + Numbers.ToBig(y!)));
    }

    public static object? Subtract(object? x, object? y, RenderState state)
    {
        if (x is long a && y is long b)
        {
            var difference = unchecked(a - b);
            return ((a ^ b) & (a ^ difference)) >= 0 ? Boxes.Long(difference) : (BigInteger)a - b;
        }
        RequireNumbers("-", x, y);
        if (x is double || y is double)
            return Numbers.ToDouble(x!) - Numbers.ToDouble(y!);
        return Boxes.Whole(state.Bounded(Numbers.ToBig(x!) - Numbers.ToBig(y!)));
    }

    public static object? Multiply(object? x, object? y, RenderState state)
    {
        if (Numbers.IsWhole(y) && Repeat(x, y, state) is { } repeated)
            return repeated;
        if (Numbers.IsWhole(x) && Repeat(y, x, state) is { } reversed)
            return reversed;
        RequireNumbers("*", x, y);
        if (x is double || y is double)
            return Numbers.ToDouble(x!) * Numbers.ToDouble(y!);
        if (x is long a && y is long b && Math.BigMul(a, b, out var low) == low >> 63)
            return Boxes.Long(low);
        var (left, right) = (Numbers.ToBig(x!), Numbers.ToBig(y!));
        state.CheckBits(left.GetBitLength() + right.GetBitLength());
        return Boxes.Whole(left * right);
    }

    public static object? Divide(object? x, object? y, RenderState state)
    {
        RequireNumbers("/", x, y);
        if (x is double || y is double)
        {
            var divisor = Numbers.ToDouble(y!);
            return divisor == 0 ? throw Fault.ZeroDivision("float division by zero") : Numbers.ToDouble(x!) / divisor;
        }
        var (dividend, whole) = (Numbers.ToBig(x!), Numbers.ToBig(y!));
        state.ChargeDivision(dividend, whole);
        return Division.True(dividend, whole);
    }

    public static object? FloorDivide(object? x, object? y, RenderState state)
    {
        if (x is long a and >= 0 && y is long b and > 0)
            return Boxes.Long(a / b);
        RequireNumbers("//", x, y);
        return x is double || y is double
            ? Division.Floor(Numbers.ToDouble(x!), Numbers.ToDouble(y!)).Quotient
            : Boxes.Whole(Floor(x!, y!, state).Quotient);
    }

    public static object? Modulo(object? x, object? y, RenderState state)
    {
        switch (x)
        {
            case string format:
                return PercentFormat.Format(format, y, state);
            case Markup format:
                return new Markup(PercentFormat.Format(format.Text, y, state, escape: true));
        }
        if (x is long a and >= 0 && y is long b and > 0)
            return Boxes.Long(a % b);
        RequireNumbers("%", x, y);
        return x is double || y is double
            ? Division.Floor(Numbers.ToDouble(x!), Numbers.ToDouble(y!)).Remainder
            : Boxes.Whole(Floor(x!, y!, state).Remainder);
    }

    public static object? Power(object? x, object? y, RenderState state)
    {
        RequireNumbers("**", x, y);
        if (x is double || y is double)
            return RealPower(Numbers.ToDouble(x!), Numbers.ToDouble(y!));
        var (number, exponent) = (Numbers.ToBig(x!), Numbers.ToBig(y!));
        if (exponent.Sign < 0)
            return RealPower(Numbers.ToDouble(number), Numbers.ToDouble(exponent));
        if (BigInteger.Abs(number) <= 1)
            return Boxes.Whole(number.Sign < 0 && exponent.IsEven ? BigInteger.One : exponent.IsZero ? BigInteger.One : number);
        state.CheckBits(exponent > int.MaxValue ? long.MaxValue : number.GetBitLength() * (long)exponent);
        return Boxes.Whole(BigInteger.Pow(number, (int)exponent));
    }

    public static object? Negate(object? x) => x switch
    {
        long and not long.MinValue => Boxes.Long(-(long)x),
        double real => -real,
        long or bool or BigInteger => Boxes.Whole(-Numbers.ToBig(x)),
        Undefined undefined => throw undefined.Failure(),
        _ => throw Fault.Type($"bad operand type for unary -: '{TypeNames.Of(x)}'"),
    };

    public static object? Plus(object? x) => x switch
    {
        bool flag => Boxes.Long(flag ? 1 : 0),
        long or double or BigInteger => x,
        Undefined undefined => throw undefined.Failure(),
        _ => throw Fault.Type($"bad operand type for unary +: '{TypeNames.Of(x)}'"),
    };

    private static (BigInteger Quotient, BigInteger Remainder) Floor(object x, object y, RenderState state)
    {
        var (dividend, divisor) = (Numbers.ToBig(x), Numbers.ToBig(y));
        state.ChargeDivision(dividend, divisor);
        return Division.Floor(dividend, divisor);
    }

    private static double RealPower(double number, double exponent)
    {
        if (number == 0 && exponent < 0)
            throw Fault.ZeroDivision("0.0 cannot be raised to a negative power");
        if (number < 0 && double.IsFinite(exponent) && Math.Floor(exponent) != exponent && double.IsFinite(number))
            throw Fault.Type("a negative number to a fractional power is a complex number, which templates here do not have");
        var power = Math.Pow(number, exponent);
        return double.IsInfinity(power) && double.IsFinite(number) && double.IsFinite(exponent) ? throw Fault.Overflow("Result too large") : power;
    }

    private static object? Repeat(object? sequence, object? times, RenderState state)
    {
        var count = Math.Max(0, Numbers.Index(times));
        switch (sequence)
        {
            case string text:
                return state.Repeat(text, count);
            case Markup markup:
                return new Markup(state.Repeat(markup.Text, count));
            case TemplateList list:
                return new TemplateList(RepeatItems(list.Items, count, state));
            case TemplateTuple tuple:
                return new TemplateTuple(RepeatItems(tuple.Items, count, state));
            default:
                return null;
        }
    }

    private static object?[] RepeatItems(IReadOnlyList<object?> items, long count, RenderState state)
    {
        if (items.Count == 0 || count == 0)
            return [];
        state.ChargeItems(count > int.MaxValue ? long.MaxValue : items.Count * count);
        var repeated = new object?[items.Count * count];
        for (var i = 0; i < repeated.Length; i++)
            repeated[i] = items[i % items.Count];
        return repeated;
    }

    private static void RequireNumbers(string symbol, object? x, object? y)
    {
        if (Numbers.IsNumber(x) && Numbers.IsNumber(y))
            return;
        if ((x as Undefined ?? y as Undefined) is { } undefined)
            throw undefined.Failure();
        if (symbol == "+" && x is string or Markup)
            throw Fault.Type($"can only concatenate str (not \"{TypeNames.Of(y)}\") to str");
        throw Fault.Type($"unsupported operand type(s) for {symbol}: '{TypeNames.Of(x)}' and '{TypeNames.Of(y)}'");
    }
}
