using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Tokenizers.PreTokenizers;

/// <summary>Reads the <c>pattern</c> of a splitter or replacer: a string, or an expression.</summary>
internal static class SplitPatternReader
{
    public static SplitPattern Read(JsonPart part)
    {
        if (part.OptionalText("String") is { } literal)
            return new LiteralPattern(literal);
        return part.Text("Regex") switch
        {
            Gpt2Pattern.Expression => new Gpt2Pattern(),
            Llama3Pattern.Llama3 => new Llama3Pattern(3),
            Llama3Pattern.Qwen2 => new Llama3Pattern(1),
            ClipPattern.Expression => new ClipPattern(),
            WhiteSpaceRunPattern.Expression => new WhiteSpaceRunPattern(),
            var other => ExpressionPattern.Create(other, part),
        };
    }
}

/// <summary>
/// Any other expression, by .NET's engine. That engine sees UTF-16 units, so characters beyond U+FFFF are first replaced by one of the same
/// general category in the basic plane; classes such as <c>\p{L}</c> then hold for them too.
/// </summary>
internal sealed class ExpressionPattern : SplitPattern
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly Regex _expression;

    public ExpressionPattern(string expression) =>
        _expression = new Regex(ExpressionTranslator.Translate(expression), RegexOptions.CultureInvariant | RegexOptions.Compiled, Limit);

    public static ExpressionPattern Create(string expression, JsonPart part)
    {
        try
        {
            return new ExpressionPattern(expression);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new ModelException($"{part.File}: the expression of \"{part.Path}\" cannot be read: {e.Message}", e);
        }
    }

    public override void FindMatches(ReadOnlySpan<char> text, List<(int Start, int End)> matches)
    {
        try
        {
            if (text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
                foreach (var match in _expression.EnumerateMatches(text))
                    Add(match.Index, match.Index + match.Length);
            else
            {
                var (standIns, places) = StandIns(text);
                foreach (var match in _expression.EnumerateMatches(standIns))
                    Add(places[match.Index], places[match.Index + match.Length]);
            }
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new ModelException("A splitting expression of the tokenizer took longer than 20 seconds on one text; the text or the expression is pathological.", e);
        }

        void Add(int start, int end)
        {
            if (end > start)
                matches.Add((start, end));
        }
    }

    private static (string Text, int[] Places) StandIns(ReadOnlySpan<char> text)
    {
        var standIns = new StringBuilder(text.Length);
        var places = new List<int>(text.Length + 1);
        for (int i = 0, length; i < text.Length; i += length)
        {
            var category = CharacterClasses.CategoryAt(text, i, out length);
            places.Add(i);
            standIns.Append(length == 1 ? text[i] : StandIn(category, char.ConvertToUtf32(text[i], text[i + 1])));
        }
        places.Add(text.Length);
        return (standIns.ToString(), [.. places]);
    }

    private static char StandIn(UnicodeCategory category, int codePoint) => category switch
    {
        UnicodeCategory.OtherLetter when codePoint is >= 0x20000 and <= 0x3FFFF => '\u3400',
        UnicodeCategory.OtherLetter => '\uA000',
        UnicodeCategory.UppercaseLetter => '\u10A0',
        UnicodeCategory.LowercaseLetter => '\uAB70',
        UnicodeCategory.TitlecaseLetter => '\u1F88',
        UnicodeCategory.ModifierLetter => '\uA015',
        UnicodeCategory.NonSpacingMark => '\u1CD0',
        UnicodeCategory.SpacingCombiningMark => '\u1CE1',
        UnicodeCategory.EnclosingMark => '\u20DD',
        UnicodeCategory.DecimalDigitNumber => '\uA8D0',
        UnicodeCategory.LetterNumber => '\u3038',
        UnicodeCategory.OtherNumber => '\uA830',
        UnicodeCategory.ConnectorPunctuation => '\uFE33',
        UnicodeCategory.DashPunctuation => '\u2E3A',
        UnicodeCategory.OpenPunctuation => '\u2E42',
        UnicodeCategory.ClosePunctuation => '\u2E56',
        UnicodeCategory.InitialQuotePunctuation => '\u2E02',
        UnicodeCategory.FinalQuotePunctuation => '\u2E03',
        UnicodeCategory.OtherPunctuation => '\uA874',
        UnicodeCategory.MathSymbol => '\u2A00',
        UnicodeCategory.CurrencySymbol => '\uA838',
        UnicodeCategory.ModifierSymbol => '\uA700',
        UnicodeCategory.OtherSymbol => '\u2800',
        UnicodeCategory.Format => '\u2061',
        UnicodeCategory.PrivateUse => '\uE000',
        _ => '\uFFFF',
    };
}
