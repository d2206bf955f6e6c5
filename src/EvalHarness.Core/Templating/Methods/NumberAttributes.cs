using System.Numerics;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Methods;

/// <summary>The attributes and methods of Python's <c>int</c> and <c>float</c>.</summary>
internal static class NumberAttributes
{
    private static readonly TemplateFunction BitLength = new("bit_length", (in call) =>
        Boxes.Long((long)BigInteger.Abs(Numbers.ToBig(call.Subject!)).GetBitLength()));

    private static readonly TemplateFunction BitCount = new("bit_count", (in call) =>
        Boxes.Long(BigInteger.Abs(Numbers.ToBig(call.Subject!)).ToByteArray().Sum(part => BitOperations.PopCount(part))));

    private static readonly TemplateFunction IsInteger = new("is_integer", (in call) =>
        Boxes.Bool(call.Subject is not double real || (double.IsFinite(real) && Math.Floor(real) == real)));

    private static readonly TemplateFunction Conjugate = new("conjugate", (in call) => Arithmetic.Plus(call.Subject));

    public static bool TryGet(object number, string name, out object? value)
    {
        value = name switch
        {
            "real" => Arithmetic.Plus(number),
            "imag" => number is double ? 0.0 : Boxes.Long(0),
            "conjugate" => new BoundMethod(number, Conjugate),
            "is_integer" when number is double => new BoundMethod(number, IsInteger),
            "numerator" when number is not double => Arithmetic.Plus(number),
            "denominator" when number is not double => Boxes.Long(1),
            "bit_length" when number is not double => new BoundMethod(number, BitLength),
            "bit_count" when number is not double => new BoundMethod(number, BitCount),
            _ => Missing.Value,
        };
        return !ReferenceEquals(value, Missing.Value);
    }
}
