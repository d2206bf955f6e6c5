using EvalHarness.Core.Metrics.Tokens;

namespace EvalHarness.Core.Metrics.Rouge;

/// <summary>
/// One kind of ROUGE over pairs of texts, equal to the public <c>rouge_score</c> package 0.1.2. Thread safe; called from one thread it
/// allocates nothing once its buffers have grown.
/// </summary>
/// <param name="type">What is counted.</param>
/// <param name="stem">Whether tokens longer than three characters are stemmed (<see cref="PorterStemmer"/>).</param>
public sealed class RougeScorer(RougeType type, bool stem)
{
    private readonly Spare<Workspace> _spare = new();

    /// <summary>Scores a prediction against one target.</summary>
    public RougeScore Score(ReadOnlySpan<char> target, ReadOnlySpan<char> prediction)
    {
        var workspace = _spare.Take();
        workspace.Start(prediction, type, stem);
        var score = workspace.Score(target);
        _spare.GiveBack(workspace);
        return score;
    }

    /// <summary>Scores a prediction against several targets and keeps the first with the highest F.</summary>
    /// <exception cref="ArgumentException">There is no target.</exception>
    public RougeBest ScoreMulti(IReadOnlyList<string> targets, ReadOnlySpan<char> prediction)
    {
        ArgumentNullException.ThrowIfNull(targets);
        if (targets.Count == 0)
            throw new ArgumentException("ROUGE against several targets needs at least one target.", nameof(targets));
        var workspace = _spare.Take();
        workspace.Start(prediction, type, stem);
        var best = new RougeBest(workspace.Score(targets[0]), 0);
        for (var i = 1; i < targets.Count; i++)
            if (workspace.Score(targets[i]) is var score && score.FMeasure > best.Score.FMeasure)
                best = new RougeBest(score, i);
        _spare.GiveBack(workspace);
        return best;
    }

    private sealed class Workspace
    {
        private readonly TokenInterner _interner = new();
        private readonly RougeTokens _prediction = new();
        private readonly RougeTokens _target = new();
        private readonly NgramOverlap _ngrams = new();
        private readonly LongestCommonSubsequence _subsequence = new();
        private readonly SummaryOverlap _summary = new();
        private RougeTokenizer? _tokenizer;
        private RougeType _type;

        public void Start(ReadOnlySpan<char> prediction, RougeType type, bool stem)
        {
            _type = type;
            _tokenizer ??= new RougeTokenizer(stem);
            _interner.Reset();
            _prediction.Clear();
            _tokenizer.Tokenize(prediction, type == RougeType.RougeLsum, _interner, _prediction);
        }

        public RougeScore Score(ReadOnlySpan<char> target)
        {
            _target.Clear();
            _tokenizer!.Tokenize(target, _type == RougeType.RougeLsum, _interner, _target);
            var ids = _interner.Count;
            return _type switch
            {
                RougeType.Rouge1 => FromCounts(_ngrams.Tokens(_target.Ids, _prediction.Ids, ids), 0),
                RougeType.Rouge2 => FromCounts(_ngrams.Pairs(_target.Ids, _prediction.Ids), 1),
                RougeType.RougeL => FromCounts(_subsequence.Length(_target.Ids, _prediction.Ids, ids), 0),
                _ => FromCounts(_summary.Count(_target, _prediction, ids, _subsequence), 0),
            };
        }

        private RougeScore FromCounts(int hits, int fewer) =>
            RougeScore.FromCounts(hits, Math.Max(_target.Count - fewer, 0), Math.Max(_prediction.Count - fewer, 0));
    }
}
