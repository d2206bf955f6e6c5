namespace EvalHarness.Models.NGram;

/// <summary>
/// Where the last units stand in the counts: for k = 1, 2 … the node of the last k units, as far as that run was counted. A reusable buffer of
/// one walk; not thread safe.
/// </summary>
internal sealed class History(NGramCounts counts)
{
    private readonly int[] _nodes = new int[Math.Max(1, counts.Order)];

    /// <summary>How many of the last units were counted as a run that something can follow: at most the order less one.</summary>
    public int Length { get; private set; }

    /// <summary>The node of the last <paramref name="length"/> units.</summary>
    public int Node(int length) => _nodes[length - 1];

    /// <summary>Forgets everything.</summary>
    public void Clear() => Length = 0;

    /// <summary>Copies another walk's place.</summary>
    public void CopyFrom(History other)
    {
        Length = other.Length;
        other._nodes.AsSpan(0, Length).CopyTo(_nodes);
    }

    /// <summary>Goes on by one unit; a unit that was never counted leaves nothing to remember.</summary>
    public void Advance(int unit)
    {
        var longest = Math.Min(Length, counts.Order - 2);
        var reached = 0;
        // From long to short: the node of k + 1 units needs the old node of k.
        for (var k = longest; k >= 1; k--)
        {
            var child = counts.Child(k, _nodes[k - 1], unit);
            _nodes[k] = child;
            if (child >= 0 && reached == 0)
                reached = k + 1;
        }
        if (counts.Order >= 2 && counts.Root(unit) is >= 0 and var root)
        {
            _nodes[0] = root;
            reached = Math.Max(reached, 1);
        }
        else
            reached = 0;
        Length = reached;
    }
}
