namespace EvalHarness.Models.NGram;

/// <summary>
/// The distribution over the next unit at a walk's place, as a base share of the unigram distribution and what counts add to single units:
/// so the likeliest unit is found without going through the vocabulary. A reusable buffer of one thread.
/// </summary>
internal sealed class NextUnit
{
    private readonly List<int> _touched = [];
    private double[] _added = [];
    private double[] _shares = [];

    /// <summary>The likeliest unit; of equals the one with the lower number. The end of the text where nothing was ever counted.</summary>
    public int Best(NGramWalk walk)
    {
        var share = Gather(walk);
        var (best, highest) = (Vocabulary.End, -1.0);
        var known = walk.Estimate.Unigram;
        foreach (var unit in _touched)
            if (unit < known.Length)
                Consider(unit, _added[unit] + share * known[unit]);
        foreach (var unit in walk.Estimate.ByUnigram)
        {
            // The first one that no count touched beats all the others behind it.
            if (_added[unit] > 0) continue;
            Consider(unit, share * known[unit]);
            break;
        }
        // The unigram share of the prompt's own words is tiny and costs a spelling each: it is asked for only where it could decide.
        var most = share * walk.Estimate.UnseenShare;
        foreach (var unit in _touched)
            if (unit >= known.Length && _added[unit] + most >= highest)
                Consider(unit, _added[unit] + share * walk.Unigram(unit));
        Clear();
        return best;

        void Consider(int unit, double p)
        {
            if (p > highest || p == highest && unit < best)
                (best, highest) = (unit, p);
        }
    }

    /// <summary>The probability of every unit that can be written, by number; they sum to 1 less the share of unknown words.</summary>
    public double[] All(NGramWalk walk)
    {
        var share = Gather(walk);
        var all = new double[walk.Count];
        for (var unit = 0; unit < all.Length; unit++)
            all[unit] = _added[unit] + (unit < walk.Estimate.Unigram.Length ? share * walk.Estimate.Unigram[unit] : 0);
        foreach (var unit in _touched)
            if (unit >= walk.Estimate.Unigram.Length)
                all[unit] += share * walk.Unigram(unit);
        Clear();
        return all;
    }

    // Unrolls the two interpolations from the longest history down. Returns what is left for the unigram distribution.
    private double Gather(NGramWalk walk)
    {
        if (_added.Length < walk.Count)
            Array.Resize(ref _added, walk.Count + 64);
        var weight = walk.PromptWeight;
        var left = 1 - weight;
        if (weight > 0)
            left += Prompt(walk, weight);
        var counts = walk.Estimate.Model.Counts;
        for (var k = walk.History.Length; k >= 1; k--)
        {
            var node = walk.History.Node(k);
            var (first, end) = counts.Children(k, node);
            var rate = left / (counts.Count(k, node) + end - first);
            for (var child = first; child < end; child++)
                Add(counts.Unit(k + 1, child), rate * counts.Count(k + 1, child));
            left = rate * (end - first);
        }
        return left;
    }

    private double Prompt(NGramWalk walk, double weight)
    {
        var followers = walk.Followers;
        if (_shares.Length <= followers.Longest)
            _shares = new double[followers.Longest + 1];
        var left = weight;
        _shares[0] = 0;
        for (var k = followers.Longest; k >= 1; k--)
        {
            _shares[k] = left / (followers.Total(k) + followers.Types(k));
            left = _shares[k] * followers.Types(k);
        }
        // A place that matches m units counts at every length up to m.
        for (var k = 1; k <= followers.Longest; k++)
            _shares[k] += _shares[k - 1];
        foreach (var (unit, match) in followers.Places)
            Add(unit, _shares[match]);
        var rate = left / (walk.PromptLength + walk.PromptTypes.Length);
        foreach (var unit in walk.PromptTypes)
            Add(unit, rate * walk.PromptCount(unit));
        return rate * walk.PromptTypes.Length;
    }

    private void Add(int unit, double p)
    {
        if (_added[unit] == 0)
            _touched.Add(unit);
        _added[unit] += p;
    }

    private void Clear()
    {
        foreach (var unit in _touched)
            _added[unit] = 0;
        _touched.Clear();
    }
}
