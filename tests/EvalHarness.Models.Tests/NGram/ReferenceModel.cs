using System.Text.RegularExpressions;

namespace EvalHarness.Models.Tests.NGram;

/// <summary>
/// The model's definition, written down as plainly as possible: counts in dictionaries of joined units, probabilities by recursion over
/// histories. Slow on purpose; what the product computes must equal it.
/// </summary>
public sealed partial class ReferenceModel
{
    private const string End = "\u0003end";

    private readonly int _order;
    private readonly bool _byCharacter;
    private readonly double _weight;
    private readonly List<List<string>> _texts;
    private readonly List<string> _words;
    private readonly ReferenceModel? _spelling;

    public ReferenceModel(IEnumerable<string> texts, int order, bool byCharacter, double weight)
        : this(texts.Select(text => Units(text, byCharacter)).ToList(), order, byCharacter, weight, spelling: false)
    {
    }

    private ReferenceModel(List<List<string>> texts, int order, bool byCharacter, double weight, bool spelling)
    {
        _order = order;
        _byCharacter = byCharacter;
        _weight = weight;
        _texts = [.. texts.Select(text => text.Append(End).ToList())];
        _words = [.. texts.SelectMany(text => text).Distinct()];
        IsSpelling = spelling;
        if (!byCharacter && !spelling)
            _spelling = new ReferenceModel([.. _words.Select(word => word.Select(c => c.ToString()).ToList())], 3, byCharacter: true, 0, spelling: true);
    }

    private bool IsSpelling { get; }

    /// <summary>Every unit of the training texts, in order of first appearance.</summary>
    public IReadOnlyList<string> Words => _words;

    public static List<string> Units(string text, bool byCharacter) =>
        byCharacter
            ? [.. text.EnumerateRunes().Select(rune => rune.ToString())]
            : [.. WordPattern().Matches(text).Select(match => match.Value)];

    public double LogProbability(string prompt, string continuation)
    {
        var read = Units(prompt, _byCharacter);
        var promptUnits = read.ToList();
        var sum = 0.0;
        foreach (var unit in Units(continuation, _byCharacter))
        {
            sum += Math.Log(Probability(promptUnits, read, unit));
            read.Add(unit);
        }
        return sum;
    }

    /// <summary>The likeliest known unit of training texts or prompt, or null for the end.</summary>
    public string? Best(List<string> prompt, List<string> read)
    {
        // Of equals: the end, then training units in order of appearance, then the prompt's own.
        string?[] candidates = [null, .. _words, .. prompt.Distinct().Except(_words)];
        return candidates.MaxBy(unit => Probability(prompt, read, unit ?? End));
    }

    /// <summary>p of a unit behind what was read, or of the end.</summary>
    public double Probability(List<string> prompt, List<string> read, string? unit)
    {
        var w = unit ?? End;
        var history = read.TakeLast(_order - 1).ToList();
        var training = WittenBell(_texts, history, w, Unseen(w));
        if (prompt.Count == 0 || _weight == 0)
            return training;
        return (1 - _weight) * training + _weight * WittenBell([prompt], history, w, training);
    }

    private double Unseen(string unit)
    {
        if (unit == End)
            return IsSpelling ? 1.0 / 65537 : 0;
        if (IsSpelling)
            return 1.0 / 65537;
        if (_byCharacter)
            return 1.0 / 0x110000;
        var (p, read) = (1.0, new List<string>());
        foreach (var c in unit.Select(c => c.ToString()).Append(End))
        {
            p *= _spelling!.Probability([], read, c);
            read.Add(c);
        }
        return p;
    }

    // p(w | h) from counts of h followed by anything, then p(w | h without its first unit), down to p(w | empty).
    private static double WittenBell(List<List<string>> texts, List<string> history, string w, double bottom)
    {
        var lower = history.Count > 0 ? WittenBell(texts, history[1..], w, bottom) : bottom;
        var followers = new List<string>();
        foreach (var text in texts)
            for (var i = 0; i + history.Count < text.Count; i++)
                if (text.Skip(i).Take(history.Count).SequenceEqual(history))
                    followers.Add(text[i + history.Count]);
        var types = followers.Distinct().Count();
        return followers.Count == 0 ? lower : (followers.Count(follower => follower == w) + types * lower) / (followers.Count + types);
    }

    [GeneratedRegex(@" ?[\p{L}\p{M}]+| ?\p{Nd}+| ?[^\s\p{L}\p{M}\p{Nd}]+|\s")]
    private static partial Regex WordPattern();
}
