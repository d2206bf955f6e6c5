namespace EvalHarness.Models.Onnx.Generation;

/// <summary>A sequence on its way through a beam search.</summary>
/// <param name="Ids">Its new tokens.</param>
/// <param name="LogProbabilities">Of each under the model's own distribution.</param>
/// <param name="Score">Cumulated score while it runs; divided by the length when it is finished.</param>
/// <param name="Row">The row of the decoder that it came from.</param>
internal sealed record Beam(int[] Ids, double[] LogProbabilities, double Score, int Row);

/// <summary>
/// The beam search of one prompt, as transformers 4.57 defines it: which candidates of a step finish, which run on, and when nothing can
/// improve any more.
/// </summary>
internal sealed class BeamSearch
{
    private const double Empty = -1e9;
    private readonly DecodingOptions _options;
    private readonly IReadOnlyList<int> _endTokens;
    private readonly int _limit;
    private readonly Beam?[] _finished;
    private bool _improvable = true;
    private int _length;

    /// <summary>A search before its first step.</summary>
    /// <param name="options">Width, penalties and limit.</param>
    /// <param name="endTokens">Tokens that end a sequence.</param>
    /// <param name="limit">Most new tokens: the option's, or fewer where the model's positions end before.</param>
    public BeamSearch(DecodingOptions options, IReadOnlyList<int> endTokens, int limit)
    {
        _options = options;
        _endTokens = endTokens;
        _limit = limit;
        _finished = new Beam?[options.Beams];
        Running = [new Beam([], [], 0, 0)];
    }

    /// <summary>The beams that go on, best first; one before the first step.</summary>
    public IReadOnlyList<Beam> Running { get; private set; }

    /// <summary>Candidates that a step looks at.</summary>
    public int CandidateCount => Math.Max(2, 1 + _endTokens.Count) * _options.Beams;

    /// <summary>Whether the search is over.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The sequences asked for, best first.</summary>
    public IEnumerable<(Beam Beam, SequenceEnd End)> Results => _finished.Take(_options.ReturnSequences).OfType<Beam>()
        .Select(b => (b, _endTokens.Contains(b.Ids[^1]) ? SequenceEnd.EndToken : SequenceEnd.Length));

    /// <summary>Takes one step with the best candidates of all running beams, best first.</summary>
    public void Step(IReadOnlyList<Beam> candidates)
    {
        _length++;
        var stops = candidates.Select(c => _length >= _limit || _endTokens.Contains(c.Ids[^1])).ToArray();
        var running = candidates.Where((_, i) => !stops[i]).Take(_options.Beams).ToList();
        // Too few that run on: ended ones fill up, so far down that they never come back.
        running.AddRange(candidates.Where((_, i) => stops[i]).Take(_options.Beams - running.Count).Select(c => c with { Score = c.Score + Empty }));
        Running = running;
        if (_improvable && !(_options.EarlyStopping == EarlyStopping.True && AllFinished))
            Finish([.. candidates.Take(_options.Beams).Where((_, i) => stops[i])]);
        var length = _options is { EarlyStopping: EarlyStopping.Never, LengthPenalty: > 0 } ? _limit : _length;
        var best = running[0].Score / Math.Pow(length, _options.LengthPenalty);
        _improvable = _improvable && best > (AllFinished ? _finished[^1]!.Score : Empty);
        IsOver = !_improvable || _options.EarlyStopping == EarlyStopping.True && AllFinished || Array.TrueForAll(stops, s => s);
    }

    private bool AllFinished => _finished[^1] is not null;

    private void Finish(List<Beam> ended)
    {
        var penalty = Math.Pow(_length, _options.LengthPenalty);
        var all = _finished.OfType<Beam>().Concat(ended.Select(b => b with { Score = b.Score / penalty }))
            .OrderByDescending(b => b.Score).Take(_options.Beams).ToList();
        for (var i = 0; i < all.Count; i++)
            _finished[i] = all[i];
    }
}
