using System.Runtime.InteropServices;

namespace EvalHarness.Models.NGram;

/// <summary>
/// Reads one prompt and then units behind it, one after the other, and says how likely each next one is:
/// p = (1 - m) p_training + m p_prompt, where p_prompt is the Witten-Bell interpolation of the prompt's own counts on top of p_training and m
/// the weight of the prompt (a cache model: Kuhn and De Mori, 1990). Words of the prompt that no training text has get numbers of their
/// own behind the known ones. A reusable buffer of one thread.
/// </summary>
internal sealed class NGramWalk
{
    private readonly NGramEstimate _estimate;
    private readonly int _known;
    private readonly List<int> _prompt = [];
    private readonly Vocabulary _own = new();
    private readonly List<int> _read = [];
    private readonly History _history;
    private readonly History _start;
    private readonly PromptFollowers _startFollowers;
    private readonly PromptFollowers _walkFollowers;
    private readonly List<int> _types = [];
    private int[] _counts;
    private PromptFollowers _followers;
    private bool _found;

    public NGramWalk(NGramEstimate estimate)
    {
        _estimate = estimate;
        _known = estimate.Vocabulary.Count;
        _counts = new int[_known + 64];
        _history = new History(estimate.Model.Counts);
        _start = new History(estimate.Model.Counts);
        _followers = _startFollowers = new PromptFollowers(estimate.LongestHistory);
        _walkFollowers = new PromptFollowers(estimate.LongestHistory);
    }

    public NGramEstimate Estimate => _estimate;

    /// <summary>Units known, and those only the prompt has.</summary>
    public int Count => _known + _own.Count - 1;

    /// <summary>Units of the prompt.</summary>
    public int PromptLength => _prompt.Count;

    /// <summary>The prompt's different units.</summary>
    public ReadOnlySpan<int> PromptTypes => CollectionsMarshal.AsSpan(_types);

    /// <summary>Where the last units stand in the training texts.</summary>
    public History History => _history;

    /// <summary>Weight of the prompt's counts; 0 for an empty prompt.</summary>
    public double PromptWeight => _prompt.Count == 0 ? 0 : _estimate.Settings.PromptWeight;

    /// <summary>What followed the last units in the prompt.</summary>
    public PromptFollowers Followers
    {
        get
        {
            if (!_found)
            {
                _followers.Find(CollectionsMarshal.AsSpan(_prompt), CollectionsMarshal.AsSpan(_read));
                _found = true;
            }
            return _followers;
        }
    }

    /// <summary>How often a unit stands in the prompt.</summary>
    public int PromptCount(int unit) => _counts[unit];

    /// <summary>A unit's text.</summary>
    public string Text(int unit) => unit < _known ? _estimate.Vocabulary[unit] : _own[unit - _known + 1];

    /// <summary>p(w | empty history) in the training texts.</summary>
    public double Unigram(int unit) => unit < _known ? _estimate.Unigram[unit] : _estimate.Model.Unigram(-1, Math.Exp(_estimate.UnseenLogProbability(Text(unit))));

    /// <summary>Reads a prompt.</summary>
    public void Begin(ReadOnlySpan<char> prompt)
    {
        foreach (var unit in _types)
            _counts[unit] = 0;
        _types.Clear();
        _prompt.Clear();
        _own.Clear();
        var units = new TextUnits(prompt, _estimate.Settings.ByCharacter);
        while (units.MoveNext())
        {
            var unit = _estimate.Vocabulary.Find(units.Current) is >= 0 and var known ? known : _known + _own.Add(units.Current) - 1;
            _prompt.Add(unit);
            if (unit >= _counts.Length)
                Array.Resize(ref _counts, unit * 2);
            if (_counts[unit]++ == 0)
                _types.Add(unit);
        }
        _start.Clear();
        // The history cannot be longer than the order, so the walk begins that far from the end.
        foreach (var unit in CollectionsMarshal.AsSpan(_prompt)[Math.Max(0, _prompt.Count - _estimate.Settings.Order)..])
            _start.Advance(unit);
        _followers = _startFollowers;
        _found = false;
        Restart();
    }

    /// <summary>Goes back to the end of the prompt; what was found there is kept.</summary>
    public void Restart()
    {
        _history.CopyFrom(_start);
        if (_followers != _startFollowers)
            (_followers, _found) = (_startFollowers, true);
        _read.Clear();
        _read.AddRange(CollectionsMarshal.AsSpan(_prompt)[Math.Max(0, _prompt.Count - _estimate.LongestHistory)..]);
    }

    /// <summary>The number of a unit, or -1 where neither the training texts nor the prompt have it.</summary>
    public int Find(ReadOnlySpan<char> unit)
    {
        if (_estimate.Vocabulary.Find(unit) is >= 0 and var known)
            return known;
        // Number 0 of the prompt's words is the end, which is no word.
        return _own.Find(unit) is > 0 and var own ? _known + own - 1 : -1;
    }

    /// <summary>ln p of a unit here.</summary>
    /// <param name="unit">Its number, or -1.</param>
    /// <param name="text">Its text.</param>
    public double LogProbability(int unit, ReadOnlySpan<char> text)
    {
        if (unit >= 0 && unit < _known || unit >= 0 && PromptWeight > 0)
            return Math.Log(Probability(unit, Unigram(unit)));
        // Nothing was counted, so p is linear in p0, which may be too small for a double.
        return Math.Log(Probability(-1, _estimate.UnseenShare)) + _estimate.UnseenLogProbability(text);
    }

    /// <summary>Goes on by one unit.</summary>
    public void Advance(int unit)
    {
        // The place before is asked for at the start of the next walk; finding it now keeps it.
        if (_followers == _startFollowers)
        {
            _ = Followers;
            _followers = _walkFollowers;
        }
        _found = false;
        _history.Advance(unit);
        _read.Add(unit);
        if (_read.Count > 4096)
            _read.RemoveRange(0, _read.Count - _estimate.LongestHistory);
    }

    private double Probability(int unit, double unigram)
    {
        var training = _estimate.Model.Probability(_history, unit, unigram);
        var weight = PromptWeight;
        if (weight == 0)
            return training;
        var prompt = WittenBell.Mix(unit < 0 ? 0 : _counts[unit], _prompt.Count, _types.Count, training);
        var followers = Followers;
        for (var k = 1; k <= followers.Longest; k++)
            prompt = WittenBell.Mix(unit < 0 ? 0 : followers.Count(unit, k), followers.Total(k), followers.Types(k), prompt);
        return (1 - weight) * training + weight * prompt;
    }
}
