using System.Runtime.InteropServices;
using EvalHarness.Core.Metrics.Tokens;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Metrics.Bleu;

/// <summary>BLEU of segments and corpora, equal to sacrebleu 2.6.0. Thread safe.</summary>
public sealed class BleuScorer(BleuOptions options)
{
    private readonly Spare<Workspace> _spare = new();

    /// <summary>The options in force.</summary>
    public BleuOptions Options { get; } = options;

    /// <summary>The statistics of one segment.</summary>
    /// <param name="hypothesis">What was produced.</param>
    /// <param name="references">What is right, one or more; null entries are missing references.</param>
    /// <exception cref="ArgumentException">There is no reference.</exception>
    public BleuStatistics Count(string hypothesis, IReadOnlyList<string?> references)
    {
        ArgumentNullException.ThrowIfNull(hypothesis);
        ArgumentNullException.ThrowIfNull(references);
        var workspace = _spare.Take();
        var statistics = workspace.Count(hypothesis, references, Options);
        _spare.GiveBack(workspace);
        return statistics;
    }

    /// <summary>Sentence BLEU; sacrebleu's default is with effective order.</summary>
    public BleuScore ScoreSentence(string hypothesis, IReadOnlyList<string?> references, bool effectiveOrder = true) =>
        BleuFormula.Score(Count(hypothesis, references), Options, effectiveOrder);

    /// <summary>Corpus BLEU; sacrebleu's default is without effective order.</summary>
    /// <param name="hypotheses">One a segment.</param>
    /// <param name="references">For each segment its references.</param>
    /// <param name="effectiveOrder">Whether orders that the corpus is too short for are left out.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or a segment has no reference.</exception>
    public BleuScore ScoreCorpus(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string?>> references, bool effectiveOrder = false)
    {
        ArgumentNullException.ThrowIfNull(hypotheses);
        ArgumentNullException.ThrowIfNull(references);
        if (hypotheses.Count != references.Count)
            throw new ArgumentException($"There are {hypotheses.Count} hypotheses and references for {references.Count} segments.", nameof(references));
        var sum = new BleuStatistics();
        for (var i = 0; i < hypotheses.Count; i++)
            sum += Count(hypotheses[i], references[i]);
        return BleuFormula.Score(sum, Options, effectiveOrder);
    }

    private sealed class Workspace
    {
        private readonly TokenInterner _interner = new();
        private readonly WordInterner _words;
        private readonly NgramCounter _ngrams = new();
        private readonly TextBuffer _separated = new();
        private readonly TextBuffer _scratch = new();
        private readonly List<int> _hypothesis = [];
        private readonly List<int> _reference = [];
        private readonly List<int> _referenceLengths = [];

        public Workspace() => _words = new WordInterner(_interner);

        public BleuStatistics Count(string hypothesis, IReadOnlyList<string?> references, BleuOptions options)
        {
            _interner.Reset();
            _ngrams.Reset();
            _referenceLengths.Clear();
            // References first: their tokens get the small ids.
            for (var i = 0; i < references.Count; i++)
            {
                if (references[i] is not { } reference)
                    continue;
                Tokenize(reference, options, _reference);
                _ngrams.AddReference(CollectionsMarshal.AsSpan(_reference));
                _referenceLengths.Add(_reference.Count);
            }
            Tokenize(hypothesis, options, _hypothesis);
            _ngrams.Match(CollectionsMarshal.AsSpan(_hypothesis), out var counts, out var totals);
            return new BleuStatistics
            {
                Counts = counts,
                Totals = totals,
                HypothesisLength = _hypothesis.Count,
                ReferenceLength = ClosestLength(_hypothesis.Count),
            };
        }

        private int ClosestLength(int length)
        {
            if (_referenceLengths.Count == 0)
                throw new ArgumentException("BLEU needs at least one reference for each segment.");
            var closest = _referenceLengths[0];
            foreach (var candidate in _referenceLengths)
            {
                var gain = Math.Abs(length - closest) - Math.Abs(length - candidate);
                if (gain > 0 || (gain == 0 && candidate < closest))
                    closest = candidate;
            }
            return closest;
        }

        private void Tokenize(string line, BleuOptions options, List<int> ids)
        {
            if (options.Lowercase)
                line = PythonText.Lower(line);
            BleuTokenizer.Separate(PythonText.RightStripSpan(line), options.Tokenization, _separated, _scratch);
            ids.Clear();
            _words.InternPython(_separated.Text, ids);
        }
    }
}
