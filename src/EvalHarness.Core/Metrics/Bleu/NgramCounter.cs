using EvalHarness.Core.Metrics.Tokens;

namespace EvalHarness.Core.Metrics.Bleu;

/// <summary>
/// Counts matching n-grams of one segment. An n-gram is the number of its first n-1 tokens and its last token, so no texts are joined and
/// looking one up costs the same for every order. Not thread safe.
/// </summary>
internal sealed class NgramCounter
{
    private readonly KeyTable<PairKey>[] _ngrams = [new(), new(), new()];
    private readonly Counts[] _counts = [new(), new(), new(), new()];
    private int[] _prefixes = [];

    /// <summary>Before each segment.</summary>
    public void Reset()
    {
        foreach (var ngrams in _ngrams)
            ngrams.Reset();
        foreach (var counts in _counts)
            counts.Clear();
    }

    /// <summary>Takes in one reference: for each n-gram the largest count of any reference is kept.</summary>
    public void AddReference(ReadOnlySpan<int> tokens)
    {
        var prefixes = Prefixes(tokens);
        for (var order = 1; ; order++)
        {
            var counts = _counts[order - 1];
            counts.AddReference(prefixes);
            if (order == BleuFormula.MaximalOrder || tokens.Length <= order)
                return;
            prefixes = prefixes[..^1];
            for (var i = 0; i < prefixes.Length; i++)
                prefixes[i] = _ngrams[order - 1].Intern(new PairKey(prefixes[i], tokens[i + order]));
        }
    }

    /// <summary>Counts the n-grams of the hypothesis and, clipped, those that a reference has.</summary>
    public void Match(ReadOnlySpan<int> tokens, out PerOrder<int> counts, out PerOrder<int> totals)
    {
        counts = default;
        totals = default;
        var prefixes = Prefixes(tokens);
        for (var order = 1; order <= BleuFormula.MaximalOrder && tokens.Length >= order; order++)
        {
            if (order > 1)
            {
                prefixes = prefixes[..^1];
                // An n-gram whose beginning no reference has (-1) cannot be in one.
                for (var i = 0; i < prefixes.Length; i++)
                    prefixes[i] = prefixes[i] < 0 ? -1 : _ngrams[order - 2].Find(new PairKey(prefixes[i], tokens[i + order - 1]));
            }
            totals[order - 1] = prefixes.Length;
            counts[order - 1] = _counts[order - 1].Match(prefixes);
        }
    }

    private Span<int> Prefixes(ReadOnlySpan<int> tokens)
    {
        if (_prefixes.Length < tokens.Length)
            _prefixes = new int[Math.Max(tokens.Length, _prefixes.Length * 2)];
        tokens.CopyTo(_prefixes);
        return _prefixes.AsSpan(0, tokens.Length);
    }

    /// <summary>Counts of one order by n-gram.</summary>
    private sealed class Counts
    {
        // What may still be matched: the largest count of any reference, later less what the hypothesis has used.
        private int[] _left = new int[64];
        private int[] _inReference = new int[64];
        private int _used;

        public void Clear()
        {
            Array.Clear(_left, 0, _used);
            _used = 0;
        }

        public void AddReference(ReadOnlySpan<int> ngrams)
        {
            foreach (var ngram in ngrams)
            {
                Cover(ngram);
                _left[ngram] = Math.Max(_left[ngram], ++_inReference[ngram]);
            }
            foreach (var ngram in ngrams)
                _inReference[ngram] = 0;
        }

        public int Match(ReadOnlySpan<int> ngrams)
        {
            var matches = 0;
            foreach (var ngram in ngrams)
            {
                if ((uint)ngram >= (uint)_used || _left[ngram] == 0)
                    continue;
                _left[ngram]--;
                matches++;
            }
            return matches;
        }

        private void Cover(int ngram)
        {
            if (ngram >= _left.Length)
            {
                var length = Math.Max(ngram + 1, _left.Length * 2);
                Array.Resize(ref _left, length);
                Array.Resize(ref _inReference, length);
            }
            _used = Math.Max(_used, ngram + 1);
        }
    }
}
