using System.Text;

namespace EvalHarness.Models.Tokenizers.Normalizers;

/// <summary>
/// A Unicode normalisation form. Works on stretches of one base character with its marks (and on whole runs of conjoining jamo), so that
/// the alignment stays local; a composed character stands where its first part stood, as in the reference library.
/// </summary>
internal sealed class UnicodeNormalizer(NormalizationForm form) : INormalizer
{
    public Piece Normalize(Piece piece)
    {
        var text = piece.Span;
        if (System.Text.Ascii.IsValid(text))
            return piece;
        var clean = ReplaceLoneSurrogates(piece);
        if (clean.IsNormalized(form))
            return piece;
        var rewriter = new TextRewriter(piece);
        for (int start = 0, end; start < clean.Length; start = end)
        {
            end = StretchEnd(clean, start);
            var stretch = clean[start..end];
            if (stretch.IsNormalized(form))
                rewriter.Keep(end - start);
            else
                Rewrite(rewriter, stretch);
        }
        return rewriter.Build();
    }

    private void Rewrite(TextRewriter rewriter, string stretch)
    {
        var output = stretch.Normalize(form).EnumerateRunes().ToArray();
        var sources = stretch.EnumerateRunes().ToArray();
        if (form is NormalizationForm.FormD or NormalizationForm.FormKD || output.Length >= sources.Length)
        {
            // Each source character decomposes on its own; marks that were reordered keep the order of places.
            var next = 0;
            foreach (var source in sources)
            {
                var parts = Math.Max(1, source.ToString().Normalize(form).EnumerateRunes().Count());
                for (var i = 0; i < parts && next < output.Length; i++, next++)
                {
                    if (i == 0)
                        rewriter.Replace(output[next]);
                    else
                        rewriter.Insert(output[next]);
                }
                if (parts == 0)
                    rewriter.Skip(1);
            }
            for (; next < output.Length; next++)
                rewriter.Insert(output[next]);
            return;
        }
        // Composition: what was swallowed is taken to belong to the first character of the stretch.
        rewriter.Replace(output[0], sources.Length - output.Length);
        for (var i = 1; i < output.Length; i++)
            rewriter.Replace(output[i]);
    }

    private static int StretchEnd(string text, int start)
    {
        var end = start + TextRewriter.RuneLength(text, start, text.Length);
        while (end < text.Length)
        {
            var category = CharacterClasses.CategoryAt(text, end, out var length);
            // Vowels and final consonants of conjoining jamo attach to what is before them, and so do kana voice marks in width forms.
            if (!CharacterClasses.IsMark(category) && text[end] is not (>= '\u1160' and <= '\u11FF' or '\uFF9E' or '\uFF9F'))
                break;
            end += length;
        }
        return end;
    }

    private static string ReplaceLoneSurrogates(Piece piece)
    {
        var text = piece.Span;
        StringBuilder? fixedText = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                (fixedText ??= new StringBuilder(text.ToString()))[i] = '\uFFFD';
        }
        return fixedText?.ToString() ?? text.ToString();
    }
}
