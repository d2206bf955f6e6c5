using System.Text;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Metrics.WordErrorRate.Whisper;

/// <summary>Spoken English numbers to digits: "two and a half million" to "2500000", "twenty euros and 3 cents" to "€20.03".</summary>
internal static class EnglishNumbers
{
    private static readonly string[] Suffixes = ["st", "nd", "rd", "th", "s"];

    public static string ToDigits(string text)
    {
        text = SplitLettersFromDigits(SpeakHalves(text));
        text = string.Join(' ', NumberReader.Read(PythonText.Split(text)));
        text = ExtractCents(CombineCents(text));
        text = Rewriting.Replace(text, new SpokenForm("1", "one", WholeWord: true));
        return Rewriting.Replace(text, new SpokenForm("1s", "ones", WholeWord: true));
    }

    // "<number> and a half" becomes "<number> point five".
    private static string SpeakHalves(string text)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = text.IndexOf("and", StringComparison.Ordinal); i >= 0; i = text.IndexOf("and", i + 1, StringComparison.Ordinal))
        {
            if (i < start || EndOfHalf(text, i) is not { } end)
                continue;
            AddSegment(parts, text[start..i], isLast: false);
            start = end;
        }
        AddSegment(parts, text[start..], isLast: true);
        return string.Join(' ', parts);
    }

    private static void AddSegment(List<string> parts, string segment, bool isLast)
    {
        if (PythonText.StripSpan(segment).IsEmpty)
            return;
        parts.Add(segment);
        if (isLast)
            return;
        var last = NumberWord.Of(PythonText.Split(segment)[^1]);
        parts.Add(last.IsDecimal || last.Kind == NumberWordKind.Multiplier ? "point five" : "and a half");
    }

    // The end of the words "and a half" that begin here, or null.
    private static int? EndOfHalf(string text, int start)
    {
        if (PythonText.IsWordBefore(text, start))
            return null;
        var position = start;
        foreach (var word in (ReadOnlySpan<string>)["and", "a", "half"])
        {
            var wordStart = position;
            while (position > start && position < text.Length && PythonText.IsWhiteSpace(text[position]))
                position++;
            if ((position == wordStart && position > start) || !text.AsSpan(position).StartsWith(word))
                return null;
            position += word.Length;
        }
        return PythonText.IsWordAt(text, position) ? null : position;
    }

    // A space between letters and digits, except before what may be a suffix of the number ("1st", "1990s"), where white space goes.
    private static string SplitLettersFromDigits(string text)
    {
        var result = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            if (i > 0 && ((char.IsAsciiLetterLower(text[i - 1]) && char.IsAsciiDigit(text[i])) || (char.IsAsciiDigit(text[i - 1]) && char.IsAsciiLetterLower(text[i]))))
                result.Append(' ');
            result.Append(text[i]);
        }
        return JoinSuffixes(result.ToString());
    }

    private static string JoinSuffixes(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            result.Append(text[i]);
            if (!char.IsAsciiDigit(text[i]))
                continue;
            var next = i + 1;
            while (next < text.Length && PythonText.IsWhiteSpace(text[next]))
                next++;
            if (next > i + 1 && StartsWithSuffix(text, next))
                i = next - 1;
        }
        return result.ToString();
    }

    private static bool StartsWithSuffix(string text, int index)
    {
        foreach (var suffix in Suffixes)
            if (text.AsSpan(index).StartsWith(suffix) && !PythonText.IsWordAt(text, index + suffix.Length))
                return true;
        return false;
    }

    // "$2 and ¢7" becomes "$2.07".
    private static string CombineCents(string text)
    {
        if (!text.Contains('¢'))
            return text;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('€' or '£' or '$'))
            {
                result.Append(text[i]);
                continue;
            }
            var digits = i + 1;
            while (digits < text.Length && char.IsAsciiDigit(text[digits]))
                digits++;
            var rest = text.AsSpan(digits);
            var gap = rest.StartsWith(" and ¢") ? 6 : rest.StartsWith(" ¢") ? 2 : 0;
            if (digits > i + 1 && gap > 0 && CentDigits(text, digits + gap) is var count and > 0)
            {
                result.Append(text, i, digits - i).Append('.').Append(text.AsSpan(digits + gap, count).ToString().PadLeft(2, '0'));
                i = digits + gap + count - 1;
            }
            else
                result.Append(text[i]);
        }
        return result.ToString();
    }

    // "$0.07" becomes "¢7". The reference takes any character for the point.
    private static string ExtractCents(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '€' or '£' or '$' && i + 2 < text.Length && text[i + 1] == '0' && text[i + 2] != '\n')
            {
                var start = i + 3;
                if (char.IsHighSurrogate(text[i + 2]) && start < text.Length && char.IsLowSurrogate(text[start]))
                    start++;
                if (CentDigits(text, start) is var count and > 0)
                {
                    var cents = text.AsSpan(start, count);
                    result.Append('¢').Append(count == 2 && cents[0] == '0' ? cents[1..] : cents);
                    i = start + count - 1;
                    continue;
                }
            }
            result.Append(text[i]);
        }
        return result.ToString();
    }

    // One or two ASCII digits that end a word; else 0.
    private static int CentDigits(string text, int start)
    {
        var count = 0;
        while (count < 2 && start + count < text.Length && char.IsAsciiDigit(text[start + count]))
            count++;
        return PythonText.IsWordAt(text, start + count) ? 0 : count;
    }
}
