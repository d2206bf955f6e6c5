using System.Globalization;
using System.Runtime.CompilerServices;

namespace EvalHarness.Pipeline.Reports.Html;

/// <summary>
/// Writes HTML. Markup is what stands literally in the program; everything put into it is escaped, in text and in attributes. There is no way
/// to write a text of unknown origin as markup.
/// </summary>
/// <param name="writer">Where it goes.</param>
public sealed class HtmlPage(TextWriter writer)
{
    /// <summary>Writes markup with escaped texts in its holes.</summary>
#pragma warning disable CA1822 // The handler has written everything by the time this is called; the call binds it to this page.
    public void Write([InterpolatedStringHandlerArgument("")] ref HtmlInterpolation markup)
    {
    }
#pragma warning restore CA1822

    /// <summary>Writes an asset of this assembly, or text that is markup already.</summary>
    internal void Raw(string markup) => writer.Write(markup);

    internal void Text(string? text) => HostileText.Write(writer, text);
}

/// <summary>Writes the parts of an interpolated text to a page: literals as they are, holes escaped.</summary>
/// <param name="literalLength">Not used.</param>
/// <param name="formattedCount">Not used.</param>
/// <param name="page">The page.</param>
[InterpolatedStringHandler]
#pragma warning disable CS9113 // The signature of interpolation handlers.
public readonly ref struct HtmlInterpolation(int literalLength, int formattedCount, HtmlPage page)
#pragma warning restore CS9113
{
    /// <summary>Markup.</summary>
    public void AppendLiteral(string markup) => page.Raw(markup);

    /// <summary>A text, escaped.</summary>
    public void AppendFormatted(string? text) => page.Text(text);

    /// <summary>A whole number.</summary>
    public void AppendFormatted(int number) => page.Raw(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A coordinate, to a hundredth.</summary>
    public void AppendFormatted(double coordinate) => page.Raw(coordinate.ToString("0.##", CultureInfo.InvariantCulture));

    /// <summary>Markup that a page wrote before.</summary>
    public void AppendFormatted(Markup markup) => page.Raw(markup.ToString());
}

/// <summary>Markup written through a page, to be put into another.</summary>
public readonly struct Markup
{
    private readonly string? _text;

    private Markup(string text) => _text = text;

    /// <summary>Markup for a hole that is sometimes empty.</summary>
    public static Markup When(bool condition, Action<HtmlPage> write)
    {
        if (!condition) return default;
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        write(new HtmlPage(text));
        return new Markup(text.ToString());
    }

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
