using System.Globalization;
using System.Text.Json;
using EvalHarness.Core.Metrics;

namespace EvalHarness.Core.Scoring;

/// <summary>Reads the value of one field; what does not fit is an error that says what was found and what is allowed.</summary>
internal static class JsonValueReader
{
    private const int QuotedLength = 40;

    /// <summary>What a kind allows, in words.</summary>
    public static string NameOf(InputFieldKind kind) => kind switch
    {
        InputFieldKind.Text => "a text",
        InputFieldKind.Texts => "a list of texts",
        InputFieldKind.Label => "a text or a number",
        InputFieldKind.Index => "a whole number from 0",
        InputFieldKind.Indices => "a list of whole numbers from 0",
        InputFieldKind.Number => "a number",
        InputFieldKind.Numbers => "a list of numbers",
        _ => "a list of lists of numbers",
    };

    /// <summary>Reads the value the reader stands on.</summary>
    /// <returns>A text, an <see cref="int"/>, a <see cref="double"/>, an array of these, or null.</returns>
    /// <exception cref="FormatException">It does not fit the field.</exception>
    public static object? Read(ref Utf8JsonReader reader, InputField field)
    {
        if (reader.TokenType == JsonTokenType.Null && !field.Required)
            return null;
        return field.Kind switch
        {
            InputFieldKind.Text => TextOf(ref reader, field, null),
            InputFieldKind.Texts => List(ref reader, field, TextOf),
            InputFieldKind.Label => LabelOf(ref reader, field),
            InputFieldKind.Index => IndexOf(ref reader, field, null),
            InputFieldKind.Indices => List(ref reader, field, IndexOf),
            InputFieldKind.Number => NumberOf(ref reader, field, null),
            InputFieldKind.Numbers => List(ref reader, field, NumberOf),
            _ => List(ref reader, field, RowOf),
        };
    }

    /// <summary>The text or property name the reader stands on.</summary>
    public static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new FormatException("a text holds bytes that are no UTF-8, or half of a surrogate pair", error);
        }
    }

    /// <summary>The value the reader stands on, in words.</summary>
    public static string Found(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String when Text(ref reader) is var text => $"the text \"{(text.Length <= QuotedLength ? text : text[..QuotedLength] + "…")}\"",
        JsonTokenType.Number => $"the number {System.Text.Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, QuotedLength)])}",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => "null",
    };

    /// <summary>A parser's error without its own line count, which is always 0 here.</summary>
    public static string Complaint(JsonException error)
    {
        var message = error.Message;
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return $"the line is no JSON at byte {error.BytePositionInLine}: {(end < 0 ? message : message[..end]).TrimEnd('.')}";
    }

    private delegate T ItemReader<T>(ref Utf8JsonReader reader, InputField field, int? position);

    private static T[] List<T>(ref Utf8JsonReader reader, InputField field, ItemReader<T> readItem)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Misfit(ref reader, field, null);
        var items = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(readItem(ref reader, field, items.Count));
        return [.. items];
    }

    private static string TextOf(ref Utf8JsonReader reader, InputField field, int? position) =>
        reader.TokenType == JsonTokenType.String ? Text(ref reader) : throw Misfit(ref reader, field, position);

    private static int IndexOf(ref Utf8JsonReader reader, InputField field, int? position) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var index) && index >= 0 ? index : throw Misfit(ref reader, field, position);

    private static double NumberOf(ref Utf8JsonReader reader, InputField field, int? position) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw Misfit(ref reader, field, position);

    private static IReadOnlyList<double> RowOf(ref Utf8JsonReader reader, InputField field, int? position) =>
        reader.TokenType == JsonTokenType.StartArray
            ? List(ref reader, new($"{field.Name}[{position}]", InputFieldKind.Numbers), NumberOf)
            : throw Misfit(ref reader, field, position);

    // A class may be a number or a truth value in the file; one value has one spelling, so 1 and 1.0 are one class.
    private static string LabelOf(ref Utf8JsonReader reader, InputField field) => reader.TokenType switch
    {
        JsonTokenType.String => Text(ref reader),
        JsonTokenType.Number when reader.TryGetInt64(out var whole) => whole.ToString(CultureInfo.InvariantCulture),
        JsonTokenType.Number when reader.TryGetDouble(out var number) && double.IsFinite(number) => number.ToString("R", CultureInfo.InvariantCulture),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => throw Misfit(ref reader, field, null),
    };

    private static FormatException Misfit(ref Utf8JsonReader reader, InputField field, int? position) =>
        new($"the field \"{field.Name}\" holds {Found(ref reader)}{(position is { } at ? $" at position {at}" : "")}; allowed is {NameOf(field.Kind)}"
            + (field.Required ? "" : " or null"));
}
