using EvalHarness.Core.Text;

namespace EvalHarness.Core.Metrics.Rouge;

/// <summary>
/// The Porter stemmer in the variant of NLTK 3.8 (its default mode, "NLTK extensions"), which the public ROUGE scorer uses.
/// </summary>
/// <remarks>M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980. Departures from the paper are commented where they are.</remarks>
public static class PorterStemmer
{
    private const int LargestOnStack = 256;

    /// <summary>The stem of a word, lower-cased. Irregular forms are looked up as the word is written, before it is lower-cased.</summary>
    public static string Stem(string word)
    {
        if (Irregular(word) is { } irregular)
            return irregular;
        var lower = PythonText.Lower(word);
        if (PythonText.Length(word) <= 2)
            return lower;
        var letters = lower.Length <= LargestOnStack ? stackalloc char[lower.Length] : new char[lower.Length];
        lower.CopyTo(letters);
        return letters[..Strip(letters)].ToString();
    }

    /// <summary>Stems a lower-case word in place, without allocating.</summary>
    /// <param name="word">The word; its first letters are overwritten by the stem.</param>
    /// <returns>The length of the stem, at most that of the word.</returns>
    public static int Stem(Span<char> word)
    {
        if (word.Length <= 2)
            return word.Length;
        if (Irregular(word) is not { } irregular)
            return Strip(word);
        irregular.CopyTo(word);
        return irregular.Length;
    }

    private static string? Irregular(ReadOnlySpan<char> word) => word switch
    {
        "sky" or "skies" => "sky",
        "dying" => "die",
        "lying" => "lie",
        "tying" => "tie",
        "news" => "news",
        "inning" or "innings" => "inning",
        "outing" or "outings" => "outing",
        "canning" or "cannings" => "canning",
        "howe" => "howe",
        "proceed" => "proceed",
        "exceed" => "exceed",
        "succeed" => "succeed",
        _ => null,
    };

    private static int Strip(Span<char> word)
    {
        var length = Plural(word, word.Length);
        length = PastOrParticiple(word, length);
        length = PorterRules.Step1C.Apply(word[..length]);
        length = DoubleSuffix(word, length);
        length = PorterRules.Step3.Apply(word[..length]);
        length = PorterRules.Step4.Apply(word[..length]);
        return Tidy(word, length);
    }

    // Step 1a. Departure: four letters ending in "ies" keep the e ("dies" gives "die").
    private static int Plural(Span<char> word, int length) =>
        length == 4 && EndsWith(word, length, "ies") ? 3 : PorterRules.Step1A.Apply(word[..length]);

    // Step 1b. Departure: "ied" is treated as "ies" is in step 1a.
    private static int PastOrParticiple(Span<char> word, int length)
    {
        if (EndsWith(word, length, "ied"))
            return length == 4 ? 3 : length - 2;
        if (EndsWith(word, length, "eed"))
            return Letters.Measure(word[..(length - 3)]) > 0 ? length - 1 : length;
        var cut = EndsWith(word, length, "ed") ? 2 : EndsWith(word, length, "ing") ? 3 : 0;
        return cut > 0 && Letters.HasVowel(word[..(length - cut)]) ? Repair(word, length - cut) : length;
    }

    // What is left of a participle gets its e back or loses a doubled consonant.
    private static int Repair(Span<char> word, int length)
    {
        var stem = word[..length];
        if (stem.EndsWith("at") || stem.EndsWith("bl") || stem.EndsWith("iz"))
            return AppendE(word, length);
        if (Letters.EndsInDoubleConsonant(stem))
            return stem[^1] is 'l' or 's' or 'z' ? length : length - 1;
        return Letters.Measure(stem) == 1 && Letters.EndsShort(stem) ? AppendE(word, length) : length;
    }

    // Step 2. Departure: after "alli" has become "al" the step is tried again.
    private static int DoubleSuffix(Span<char> word, int length)
    {
        while (EndsWith(word, length, "alli") && Letters.Measure(word[..(length - 4)]) > 0)
            length -= 2;
        return PorterRules.Step2.Apply(word[..length]);
    }

    // Step 5: a final e, and one l of a final double l.
    private static int Tidy(Span<char> word, int length)
    {
        if (EndsWith(word, length, "e"))
        {
            var stem = word[..(length - 1)];
            var measure = Letters.Measure(stem);
            if (measure > 1 || (measure == 1 && !Letters.EndsShort(stem)))
                length--;
        }
        return EndsWith(word, length, "ll") && Letters.Measure(word[..(length - 1)]) > 1 ? length - 1 : length;
    }

    private static int AppendE(Span<char> word, int length)
    {
        word[length] = 'e';
        return length + 1;
    }

    private static bool EndsWith(ReadOnlySpan<char> word, int length, string suffix) => word[..length].EndsWith(suffix);
}
