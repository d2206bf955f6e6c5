namespace EvalHarness.Models.NGram;

/// <summary>What is estimated from the training texts; read-only, shared by all walks.</summary>
internal sealed class NGramEstimate
{
    // Every Unicode scalar value and surrogate: p0 of a character.
    private const int CodePoints = 0x110000;

    private readonly SpellingModel? _spelling;

    private NGramEstimate(NGramSettings settings, Vocabulary vocabulary, NGramCounts counts)
    {
        Settings = settings;
        Vocabulary = vocabulary;
        Model = new WittenBell(counts);
        _spelling = settings.ByCharacter ? null : new SpellingModel(vocabulary);
        Unigram = new double[vocabulary.Count];
        for (var unit = 1; unit < Unigram.Length; unit++)
            Unigram[unit] = Model.Unigram(unit, Math.Exp(UnseenLogProbability(vocabulary[unit])));
        // No spelling makes the end; it has its counts alone.
        Unigram[Vocabulary.End] = Model.Unigram(Vocabulary.End, 0);
        ByUnigram = new int[Unigram.Length];
        for (var unit = 0; unit < ByUnigram.Length; unit++)
            ByUnigram[unit] = unit;
        Array.Sort(ByUnigram, (a, b) => Unigram[b].CompareTo(Unigram[a]) is not 0 and var order ? order : a - b);
    }

    public NGramSettings Settings { get; }

    public Vocabulary Vocabulary { get; }

    public WittenBell Model { get; }

    /// <summary>p(w | empty history) of every known unit.</summary>
    public double[] Unigram { get; }

    /// <summary>Known units, the likeliest first.</summary>
    public int[] ByUnigram { get; }

    /// <summary>p(all units never seen | empty history).</summary>
    public double UnseenShare => Model.Unigram(-1, 1);

    /// <summary>Longest history looked at.</summary>
    public int LongestHistory => Settings.Order - 1;

    /// <summary>ln p0 of a unit.</summary>
    public double UnseenLogProbability(ReadOnlySpan<char> unit) => _spelling?.LogProbability(unit) ?? -Math.Log(CodePoints);

    /// <summary>Counts the training texts, each with an end behind it, up to the settings' limit.</summary>
    /// <returns>The estimate, and whether text was left out.</returns>
    public static async Task<(NGramEstimate Estimate, bool Cut)> OfAsync(NGramSettings settings, IAsyncEnumerable<string> texts, CancellationToken cancellationToken)
    {
        var vocabulary = new Vocabulary();
        var joined = new List<int>();
        var cut = false;
        await foreach (var text in texts.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (joined.Count >= settings.MaxUnits)
            {
                cut = true;
                break;
            }
            Append(text, settings.ByCharacter, vocabulary, joined);
        }
        cancellationToken.ThrowIfCancellationRequested();
        return (new NGramEstimate(settings, vocabulary, NGramCounts.Of(joined.ToArray(), settings.Order)), cut);
    }

    private static void Append(string text, bool byCharacter, Vocabulary vocabulary, List<int> joined)
    {
        var units = new TextUnits(text, byCharacter);
        while (units.MoveNext())
            joined.Add(vocabulary.Add(units.Current));
        joined.Add(Vocabulary.End);
    }
}
