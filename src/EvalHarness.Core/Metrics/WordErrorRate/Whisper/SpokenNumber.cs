using System.Globalization;
using System.Numerics;

namespace EvalHarness.Core.Metrics.WordErrorRate.Whisper;

/// <summary>
/// A number while its words are heard: nothing yet, a whole number that can still grow, or digits that words are only appended to (years,
/// telephone numbers, decimals).
/// </summary>
internal readonly record struct SpokenNumber
{
    // Python refuses to read whole numbers of more digits; such digits stay text here.
    private const int MaximalDigits = 4_300;

    private readonly BigInteger? _whole;
    private readonly string? _digits;

    private SpokenNumber(BigInteger? whole, string? digits) => (_whole, _digits) = (whole, digits);

    public bool HasValue => _whole is not null || _digits is not null;

    /// <summary>Whether a decimal point was the last thing heard.</summary>
    public bool EndsInPoint => _digits is [.., '.'];

    public override string ToString() => _digits ?? _whole?.ToString(CultureInfo.InvariantCulture) ?? "";

    public static SpokenNumber Whole(BigInteger value) => new(value, null);

    public static SpokenNumber Digits(string digits) => new(null, digits);

    /// <summary>Digits behind what was heard; a lone zero before them is dropped, as the reference does.</summary>
    public SpokenNumber Append(string digits) => Digits((_whole is { IsZero: true } ? "" : ToString()) + digits);

    /// <summary>Behind one to nineteen.</summary>
    /// <param name="value">The word's value.</param>
    /// <param name="before">The word before it.</param>
    public SpokenNumber Ones(BigInteger value, NumberWordKind before)
    {
        if (!HasValue)
            return Whole(value);
        // "nineteen twenty one": the digits end in the zero of twenty, which the one replaces.
        if (_digits is not null && before == NumberWordKind.Tens && value < 10)
            return Digits(_digits[..^1] + Written(value));
        if (_whole is { } whole && before != NumberWordKind.Ones && whole % (value < 10 ? 10 : 100) == 0)
            return Whole(whole + value);
        return Digits(ToString() + Written(value));
    }

    /// <summary>Behind twenty to ninety.</summary>
    public SpokenNumber Tens(BigInteger value)
    {
        if (!HasValue)
            return Whole(value);
        return _whole is { } whole && whole % 100 == 0 ? Whole(whole + value) : Digits(ToString() + Written(value));
    }

    /// <summary>Times hundred, thousand, …: of a whole number only what is below a thousand grows. Null where digits times that is not whole.</summary>
    public SpokenNumber? Times(BigInteger multiplier)
    {
        if (_digits is not null)
            return Times(_digits, multiplier);
        if (_whole is not { } whole)
            return Whole(multiplier);
        var residual = whole % 1000;
        return Whole(whole - residual + residual * multiplier);
    }

    /// <summary>Whether a word is digits, with a fraction if any (Python's \d: decimal digits of every script).</summary>
    public static bool IsNumeric(ReadOnlySpan<char> word)
    {
        var point = word.IndexOf('.');
        return point < 0 ? AreDigits(word) : AreDigits(word[..point]) && AreDigits(word[(point + 1)..]);
    }

    /// <summary>A numeric word: a whole number if its fraction is zero.</summary>
    public static SpokenNumber Read(string word) => Times(word, 1) ?? Digits(word);

    private static SpokenNumber? Times(string digits, BigInteger multiplier)
    {
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point] + digits[(point + 1)..];
        if (!AreDigits(whole) || whole.Length > MaximalDigits)
            return null;
        var product = BigInteger.Parse(string.Concat(whole.Select(c => (char)('0' + (int)char.GetNumericValue(c)))), CultureInfo.InvariantCulture) * multiplier;
        var quotient = BigInteger.DivRem(product, BigInteger.Pow(10, point < 0 ? 0 : digits.Length - point - 1), out var remainder);
        return remainder.IsZero ? Whole(quotient) : null;
    }

    private static bool AreDigits(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!char.IsDigit(c))
                return false;
        return !text.IsEmpty;
    }

    private static string Written(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);
}
