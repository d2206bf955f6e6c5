using System.Globalization;
using System.Numerics;

namespace EvalHarness.Core.Metrics.Denotation;

/// <summary>How the official WikiTableQuestions scorer reads an answer.</summary>
public enum DenotationKind
{
    /// <summary>Neither number nor date.</summary>
    Text,

    /// <summary>A number, or a date of which only the year is known.</summary>
    Number,

    /// <summary>A date of which some parts may be unknown.</summary>
    Date,
}

/// <summary>Year, month and day; -1 where unknown. Parts are not checked against each other: 30 February is a date.</summary>
/// <param name="Year">The year.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to 31.</param>
public readonly record struct DenotationDate(long Year, int Month, int Day);

/// <summary>
/// One item of an answer. Equality is the scorer's: numbers by amount, dates by their parts, texts by normal form, and never across kinds;
/// it decides which items of a list are one. <see cref="Matches"/> decides whether an item answers another.
/// </summary>
public readonly struct DenotationValue : IEquatable<DenotationValue>
{
    private DenotationValue(DenotationKind kind, string normalized, DenotationNumber number = default, DenotationDate date = default) =>
        (Kind, Normalized, Number, Date) = (kind, normalized, number, date);

    /// <summary>How the text was read.</summary>
    public DenotationKind Kind { get; }

    /// <summary>The normal form of the raw text; see <see cref="DenotationText.Normalize"/>.</summary>
    public string Normalized { get; }

    /// <summary>The amount of a number.</summary>
    public DenotationNumber Number { get; }

    /// <summary>The parts of a date.</summary>
    public DenotationDate Date { get; }

    /// <summary>Reads an item.</summary>
    /// <param name="text">The raw text; its normal form is compared whatever the kind.</param>
    /// <param name="canonical">The typed value of the tagged files, which decides kind and amount; null or empty reads them from the text.</param>
    public static DenotationValue Read(string text, string? canonical = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var typed = string.IsNullOrEmpty(canonical) ? text : canonical;
        if (DenotationNumber.TryParse(typed, out var number))
            return OfNumber(text, number);
        if (!TryParseDate(typed, out var year, out var month, out var day))
            return new(DenotationKind.Text, DenotationText.Normalize(text));
        if (month < 0 && day < 0)
            return OfNumber(text, DenotationNumber.From(year));
        // A year beyond 64 bits stops the official scorer; here it stays a text.
        if (year < long.MinValue || year > long.MaxValue)
            return new(DenotationKind.Text, DenotationText.Normalize(text));
        // A tagged value without a raw text is compared by the scorer's own print of it, which writes an unknown day as -1.
        var normalized = text.Length > 0 ? DenotationText.Normalize(text)
            : string.Create(CultureInfo.InvariantCulture, $"{(year == -1 ? "xx" : year)}-{(month == -1 ? "xx" : month)}-{day}");
        return new(DenotationKind.Date, normalized, date: new((long)year, month, day));
    }

    /// <summary>Whether a predicted item answers this one: equal normal forms, or the same kind with a matching amount or equal parts.</summary>
    public bool Matches(in DenotationValue predicted) =>
        Normalized == predicted.Normalized
        || Kind == predicted.Kind && Kind switch
        {
            DenotationKind.Number => Number.Matches(predicted.Number),
            DenotationKind.Date => Date == predicted.Date,
            _ => false,
        };

    /// <inheritdoc/>
    public bool Equals(DenotationValue other) => Kind == other.Kind && Kind switch
    {
        DenotationKind.Number => Number == other.Number,
        DenotationKind.Date => Date == other.Date,
        _ => Normalized == other.Normalized,
    };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DenotationValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Kind switch
    {
        DenotationKind.Number => Number.GetHashCode(),
        DenotationKind.Date => Date.GetHashCode(),
        _ => Normalized.GetHashCode(StringComparison.Ordinal),
    };

    /// <summary>Whether two items are one.</summary>
    public static bool operator ==(DenotationValue left, DenotationValue right) => left.Equals(right);

    /// <summary>Whether two items are different.</summary>
    public static bool operator !=(DenotationValue left, DenotationValue right) => !left.Equals(right);

    private static DenotationValue OfNumber(string text, DenotationNumber number) =>
        new(DenotationKind.Number, text.Length > 0 ? DenotationText.Normalize(text) : number.ToString(), number);

    // y-m-d with "xx" for unknown, year also "xxxx"; at least one part known. Signs and white space inside a part are int's affair.
    private static bool TryParseDate(string text, out BigInteger year, out int month, out int day)
    {
        year = -1;
        month = day = -1;
        var first = text.IndexOf('-', StringComparison.Ordinal);
        var second = first < 0 ? -1 : text.IndexOf('-', first + 1);
        if (second < 0 || text.IndexOf('-', second + 1) >= 0)
            return false;
        var yearText = text[..first];
        var yearUnknown = IsUnknown(yearText) || yearText.Equals("xxxx", StringComparison.OrdinalIgnoreCase);
        if (!yearUnknown && !DenotationNumber.TryParseInteger(yearText, out year))
            return false;
        return TryParsePart(text[(first + 1)..second], 12, out month) && TryParsePart(text[(second + 1)..], 31, out day)
            && (!yearUnknown || month > 0 || day > 0);
    }

    private static bool TryParsePart(string text, int largest, out int part)
    {
        part = -1;
        if (IsUnknown(text))
            return true;
        if (!DenotationNumber.TryParseInteger(text, out var whole) || whole < 1 || whole > largest)
            return false;
        part = (int)whole;
        return true;
    }

    private static bool IsUnknown(string text) => text.Equals("xx", StringComparison.OrdinalIgnoreCase);
}
