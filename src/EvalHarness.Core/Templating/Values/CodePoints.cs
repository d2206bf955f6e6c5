namespace EvalHarness.Core.Templating.Values;

/// <summary>Texts as Python sees them: sequences of code points. Texts of the basic plane, nearly all, take the short way.</summary>
internal static class CodePoints
{
    /// <summary>Whether the text has no surrogates, so that UTF-16 units are code points.</summary>
    public static bool IsBasic(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0;

    public static int Count(string text) => Core.Text.PythonText.Length(text);

    /// <summary>The characters, each as a text of its own.</summary>
    public static IEnumerable<string> Split(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var size = SizeAt(text, i);
            yield return text.Substring(i, size);
            i += size;
        }
    }

    /// <summary>The UTF-16 offset of a code point, counted from 0; the text's length if there are not that many.</summary>
    public static int Offset(string text, long codePoint)
    {
        if (IsBasic(text))
            return (int)Math.Min(codePoint, text.Length);
        var offset = 0;
        for (long i = 0; i < codePoint && offset < text.Length; i++)
            offset += SizeAt(text, offset);
        return offset;
    }

    /// <summary>The text between two code points.</summary>
    public static string Slice(string text, long start, long end)
    {
        var from = Offset(text, Math.Max(0, start));
        var to = Offset(text, Math.Max(0, end));
        return from >= to ? "" : text[from..to];
    }

    public static string Reverse(string text)
    {
        var reversed = new char[text.Length];
        for (var i = 0; i < text.Length;)
        {
            var size = SizeAt(text, i);
            text.AsSpan(i, size).CopyTo(reversed.AsSpan(text.Length - i - size));
            i += size;
        }
        return new string(reversed);
    }

    private static int SizeAt(string text, int i) =>
        char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 2 : 1;
}
