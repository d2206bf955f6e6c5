using System.Numerics;
using EvalHarness.Core.Templating.Formatting;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Filters;

/// <summary>Filters that make and change numbers.</summary>
internal static class NumberFilters
{
    public static TemplateFunction[] All { get; } =
    [
        new("abs", Absolute),
        new("int", ToInteger, new("default", 0L), new("base", 10L)),
        new("float", ToFloat, new TemplateParameter("default", 0.0)),
        new("round", Round, new("precision", 0L), new("method", "common")),
        new("sum", Sum, new("attribute", null), new("start", 0L)),
        new("filesizeformat", FileSize, new TemplateParameter("binary", false)),
    ];

    private static object? Absolute(in TemplateCall call) => call.Subject switch
    {
        double real => Math.Abs(real),
        long and not long.MinValue => Boxes.Long(Math.Abs((long)call.Subject)),
        long or bool or BigInteger => Boxes.Whole(BigInteger.Abs(Numbers.ToBig(call.Subject))),
        _ => throw Fault.Type($"bad operand type for abs(): '{TypeNames.Of(call.Subject)}'"),
    };

    private static object? ToInteger(in TemplateCall call)
    {
        switch (call.Subject)
        {
            case long or BigInteger:
                return call.Subject;
            case bool flag:
                return Boxes.Long(flag ? 1 : 0);
            case double real:
                return double.IsNaN(real) ? call[0] : Numbers.Truncate(real);
            case Undefined undefined:
                throw undefined.Failure();
        }
        if (TemplateValue.AsText(call.Subject) is not { } text)
            return call[0];
        var numberBase = call.Integer(1);
        if (numberBase is 0 or >= 2 and <= 36 && NumberParsing.TryWhole(text, (int)numberBase, out var whole))
            return whole;
        return NumberParsing.TryReal(text, out var number) && double.IsFinite(number) ? Numbers.Truncate(number) : call[0];
    }

    private static object? ToFloat(in TemplateCall call) => call.Subject switch
    {
        double => call.Subject,
        long or bool or BigInteger => Numbers.ToDouble(call.Subject),
        Undefined undefined => throw undefined.Failure(),
        _ => TemplateValue.AsText(call.Subject) is { } text && NumberParsing.TryReal(text, out var number) ? number : call[0],
    };

    private static object? Round(in TemplateCall call)
    {
        var method = TemplateValue.AsText(call[1]);
        if (method is not ("common" or "ceil" or "floor"))
            throw Fault.Argument("method must be common, ceil or floor");
        if (!Numbers.IsNumber(call.Subject))
            throw (call.Subject as Undefined)?.Failure() ?? Fault.Type($"type {TypeNames.Of(call.Subject)} doesn't define __round__ method");
        if (method != "common")
        {
            var factor = Arithmetic.Power(Boxes.Long(10), call[0], call.State);
            var scaled = Arithmetic.Multiply(call.Subject, factor, call.State)!;
            if (scaled is double real)
                scaled = Numbers.Truncate(method == "ceil" ? Math.Ceiling(real) : Math.Floor(real));
            return Arithmetic.Divide(scaled, factor, call.State);
        }
        // round(x, None) gives a whole number.
        if (call[0] is null)
            return call.Subject is double value ? Numbers.Truncate(Math.Round(value, MidpointRounding.ToEven)) : Arithmetic.Plus(call.Subject);
        var digits = call.Integer(0);
        if (call.Subject is double number)
            return FloatText.Round(number, (int)Math.Clamp(digits, -1000, 1000));
        var whole = Numbers.ToBig(call.Subject!);
        if (digits >= 0)
            return Boxes.Whole(whole);
        if (digits < -Numbers.MaximumDigits)
            return Boxes.Long(0);
        var unit = BigInteger.Pow(10, (int)-digits);
        return Boxes.Whole(FloatText.RoundHalfEven(whole, unit) * unit);
    }

    private static object? Sum(in TemplateCall call)
    {
        var total = call[1];
        if (total is string or Markup)
            throw Fault.Type("sum() can't sum strings [use ''.join(seq) instead]");
        var attribute = call[0] is null ? null : AttributePath.Of(call[0]);
        foreach (var item in call.Items(call.Subject))
            total = Arithmetic.Add(total, attribute is null ? item : attribute.Get(item, call.State), call.State);
        return total;
    }

    private static string FileSize(in TemplateCall call)
    {
        var bytes = call.Subject switch
        {
            string or Markup => NumberParsing.TryReal(call.Text(call.Subject), out var parsed) ? parsed : throw Fault.Value("could not convert string to float"),
            Undefined undefined => throw undefined.Failure(),
            _ when Numbers.IsNumber(call.Subject) => Numbers.ToDouble(call.Subject!),
            _ => throw Fault.Type($"float() argument must be a string or a real number, not '{TypeNames.Of(call.Subject)}'"),
        };
        var isBinary = call.Flag(0);
        var unit = isBinary ? 1024 : 1000;
        if (bytes == 1)
            return "1 Byte";
        if (bytes < unit)
            return Printing.Text(Numbers.Truncate(bytes), call.State) + " Bytes";
        var prefixes = isBinary ? "KMGTPEZY" : "kMGTPEZY";
        // The limits are whole numbers beyond what a double holds, and are compared exactly; a NaN is below none of them.
        var power = 0;
        var size = BigInteger.Pow(unit, 2);
        while (power < prefixes.Length - 1 && Numbers.Compare(bytes, size) is not < 0)
        {
            size *= unit;
            power++;
        }
        return $"{FormatSpec.Apply(unit * bytes / (double)size, ".1f", call.State)} {prefixes[power]}{(isBinary ? "iB" : "B")}";
    }
}
