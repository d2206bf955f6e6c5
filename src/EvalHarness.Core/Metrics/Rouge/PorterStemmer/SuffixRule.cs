namespace EvalHarness.Core.Metrics.Rouge;

/// <summary>What must hold for a suffix to be replaced; "stem" is the word without the suffix.</summary>
internal enum SuffixCondition
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The stem has a vowel sequence followed by a consonant sequence (m &gt; 0).</summary>
    Measured,

    /// <summary>m &gt; 1.</summary>
    LongMeasured,

    /// <summary>m &gt; 1 and the stem ends in s or t.</summary>
    LongMeasuredAfterSOrT,

    /// <summary>m &gt; 0 of the stem with the first letter of the suffix, so that "geologi" loses its i.</summary>
    MeasuredWithFirstLetter,

    /// <summary>The stem has more than one letter and ends in a consonant.</summary>
    AfterInnerConsonant,
}

/// <summary>One rewriting rule.</summary>
internal readonly record struct SuffixRule(string Suffix, string Replacement, SuffixCondition Condition);

/// <summary>The rules of one step. The first whose suffix fits decides, whether or not its condition holds.</summary>
internal sealed class SuffixRules
{
    // Most words fit no rule of a step; their last letter shows it.
    private readonly SuffixRule[][] _byLastLetter = new SuffixRule[26][];

    public SuffixRules(params SuffixRule[] rules)
    {
        for (var i = 0; i < _byLastLetter.Length; i++)
            _byLastLetter[i] = [.. rules.Where(rule => rule.Suffix[^1] == 'a' + i)];
    }

    /// <summary>Rewrites the word in place and returns its new length.</summary>
    public int Apply(Span<char> word)
    {
        if (word.IsEmpty || !char.IsAsciiLetterLower(word[^1]))
            return word.Length;
        foreach (var rule in _byLastLetter[word[^1] - 'a'])
        {
            if (!word.EndsWith(rule.Suffix))
                continue;
            var stemLength = word.Length - rule.Suffix.Length;
            if (!Holds(rule.Condition, word, stemLength))
                return word.Length;
            rule.Replacement.CopyTo(word[stemLength..]);
            return stemLength + rule.Replacement.Length;
        }
        return word.Length;
    }

    private static bool Holds(SuffixCondition condition, ReadOnlySpan<char> word, int stemLength) => condition switch
    {
        SuffixCondition.None => true,
        SuffixCondition.Measured => Letters.Measure(word[..stemLength]) > 0,
        SuffixCondition.LongMeasured => Letters.Measure(word[..stemLength]) > 1,
        SuffixCondition.LongMeasuredAfterSOrT => Letters.Measure(word[..stemLength]) > 1 && word[stemLength - 1] is 's' or 't',
        SuffixCondition.MeasuredWithFirstLetter => Letters.Measure(word[..(stemLength + 1)]) > 0,
        _ => stemLength > 1 && Letters.IsConsonant(word, stemLength - 1),
    };
}
