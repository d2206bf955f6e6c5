using System.Runtime.InteropServices;

namespace EvalHarness.Models.NGram;

/// <summary>
/// What followed the last units where they stand in the prompt: found by searching the prompt for the last unit and comparing backwards, so
/// nothing is built for a prompt that is used once. A reusable buffer.
/// </summary>
internal sealed class PromptFollowers(int longest)
{
    // One place each, sorted: the unit that follows, then the length of the match, longest first.
    private readonly List<(int Unit, int Match)> _places = [];
    private readonly int[] _totals = new int[longest + 1];
    private readonly int[] _types = new int[longest + 1];

    /// <summary>Longest match found; 0 where the last unit stands nowhere before another.</summary>
    public int Longest { get; private set; }

    /// <summary>The places, by unit.</summary>
    public ReadOnlySpan<(int Unit, int Match)> Places => CollectionsMarshal.AsSpan(_places);

    /// <summary>How many places match at least so many units.</summary>
    public int Total(int length) => _totals[length];

    /// <summary>How many different units follow there.</summary>
    public int Types(int length) => _types[length];

    /// <summary>How many places that match at least so many units a unit follows.</summary>
    public int Count(int unit, int length)
    {
        var count = 0;
        foreach (var (follower, match) in Places)
            if (follower == unit && match >= length)
                count++;
        return count;
    }

    /// <summary>Searches a prompt for the end of what was read so far.</summary>
    /// <param name="prompt">The prompt's units.</param>
    /// <param name="read">The last units read, the latest last.</param>
    public void Find(ReadOnlySpan<int> prompt, ReadOnlySpan<int> read)
    {
        _places.Clear();
        Array.Clear(_totals);
        Array.Clear(_types);
        Longest = 0;
        if (read.IsEmpty || prompt.IsEmpty || longest == 0)
            return;
        // The last unit of the prompt has nothing behind it.
        for (var (place, step) = (-1, 0); place + 1 < prompt.Length - 1;)
        {
            step = prompt[(place + 1)..^1].IndexOf(read[^1]);
            if (step < 0) break;
            place += step + 1;
            var match = 1;
            while (match < longest && match < read.Length && match <= place && prompt[place - match] == read[^(match + 1)])
                match++;
            _places.Add((prompt[place + 1], match));
        }
        _places.Sort(static (a, b) => a.Unit != b.Unit ? a.Unit.CompareTo(b.Unit) : b.Match.CompareTo(a.Match));
        var previous = -1;
        foreach (var (unit, match) in _places)
        {
            Longest = Math.Max(Longest, match);
            for (var k = 1; k <= match; k++)
            {
                _totals[k]++;
                if (unit != previous)
                    _types[k]++;
            }
            previous = unit;
        }
    }
}
