namespace EvalHarness.Core.Metrics.Rouge;

/// <summary>
/// Porter's view of a word as vowels and consonants. A y is a vowel after a consonant; everything else than a, e, i, o and u is a
/// consonant, digits and accented letters included.
/// </summary>
internal static class Letters
{
    /// <summary>Whether the letter at that position is a consonant. A run of y alternates, so it is counted back to its start.</summary>
    public static bool IsConsonant(ReadOnlySpan<char> word, int index)
    {
        var consonant = true;
        while (index > 0 && word[index] == 'y')
        {
            index--;
            consonant = !consonant;
        }
        return word[index] is 'a' or 'e' or 'i' or 'o' or 'u' ? !consonant : consonant;
    }

    /// <summary>Porter's m: how often a vowel is followed by a consonant.</summary>
    public static int Measure(ReadOnlySpan<char> stem)
    {
        var measure = 0;
        var afterVowel = false;
        for (var i = 0; i < stem.Length; i++)
        {
            var vowel = stem[i] is 'a' or 'e' or 'i' or 'o' or 'u' || (stem[i] == 'y' && i > 0 && !afterVowel);
            if (afterVowel && !vowel)
                measure++;
            afterVowel = vowel;
        }
        return measure;
    }

    /// <summary>Whether there is a vowel anywhere.</summary>
    public static bool HasVowel(ReadOnlySpan<char> stem)
    {
        for (var i = 0; i < stem.Length; i++)
            if (!IsConsonant(stem, i))
                return true;
        return false;
    }

    /// <summary>Whether the last two letters are the same consonant.</summary>
    public static bool EndsInDoubleConsonant(ReadOnlySpan<char> word) =>
        word.Length >= 2 && word[^1] == word[^2] && IsConsonant(word, word.Length - 1);

    /// <summary>
    /// Porter's *o: consonant, vowel, consonant other than w, x and y at the end. NLTK also accepts a word that is just a vowel and a consonant.
    /// </summary>
    public static bool EndsShort(ReadOnlySpan<char> word)
    {
        var last = word.Length - 1;
        if (word.Length == 2)
            return !IsConsonant(word, 0) && IsConsonant(word, 1);
        return word.Length > 2 && word[last] is not ('w' or 'x' or 'y')
            && IsConsonant(word, last) && !IsConsonant(word, last - 1) && IsConsonant(word, last - 2);
    }
}
