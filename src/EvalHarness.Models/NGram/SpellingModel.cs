namespace EvalHarness.Models.NGram;

/// <summary>
/// p0 of words: how likely a word is spelled so, from the spellings of the known words, each counted once, since an unknown word resembles
/// the rare ones. A character trigram model with an end; characters never seen share a uniform floor. It makes the word model a
/// distribution over all words, so unknown choices can be ranked.
/// </summary>
internal sealed class SpellingModel
{
    private const int Order = 3;

    // Every UTF-16 unit, and the end.
    private const double Floor = 1.0 / 65537;

    private readonly WittenBell _model;

    public SpellingModel(Vocabulary vocabulary)
    {
        var joined = new List<int>();
        for (var i = 1; i < vocabulary.Count; i++)
        {
            // 0 is the end, so a character is its code and 1.
            foreach (var c in vocabulary[i])
                joined.Add(c + 1);
            joined.Add(Vocabulary.End);
        }
        _model = new WittenBell(NGramCounts.Of(joined.ToArray(), Order));
    }

    /// <summary>ln p0; finite for every word.</summary>
    public double LogProbability(ReadOnlySpan<char> word)
    {
        var history = new History(_model.Counts);
        var sum = 0.0;
        for (var i = 0; i <= word.Length; i++)
        {
            var unit = i < word.Length ? word[i] + 1 : Vocabulary.End;
            sum += Math.Log(_model.Probability(history, unit, _model.Unigram(unit, Floor)));
            history.Advance(unit);
        }
        return sum;
    }
}
