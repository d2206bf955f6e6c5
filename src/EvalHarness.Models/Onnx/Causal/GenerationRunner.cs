using EvalHarness.Models.Onnx.Batching;
using EvalHarness.Models.Onnx.Folders;
using EvalHarness.Models.Onnx.Generation;
using EvalHarness.Models.Tokenizers;

namespace EvalHarness.Models.Onnx.Causal;

/// <summary>
/// Generates for many prompts: forms batches of similar length, feeds shared beginnings once and each prompt once for all its samples or
/// beams, and lets token search or beam search do the rest.
/// </summary>
internal sealed class GenerationRunner
{
    private readonly CausalRunner _runner;
    private readonly TokenSearch _search;
    private readonly BeamGeneration _beams;
    private readonly int? _maxPositions;
    private readonly bool _padsLeft;
    private int _mostRows;

    public GenerationRunner(CausalRunner runner, Tokenizer tokenizer, ModelConfiguration configuration, int mostRows)
    {
        _runner = runner;
        _maxPositions = configuration.MaxPositions;
        _padsLeft = runner.Graph.HasPositions || configuration.RelativePositions;
        _mostRows = mostRows;
        var texts = new SequenceText(tokenizer);
        var scratch = new float[runner.Graph.VocabularySize];
        _search = new TokenSearch(texts, configuration.EndTokens, new TokenSampler(runner.Graph.VocabularySize), scratch);
        _beams = new BeamGeneration(texts, configuration.EndTokens, scratch);
    }

    /// <summary>The outcome of each job, in order.</summary>
    public GenerationOutcome[] Generate(IReadOnlyList<GenerationJob> jobs, CancellationToken cancellationToken)
    {
        var outcomes = new GenerationOutcome[jobs.Count];
        foreach (var kind in Enumerable.Range(0, jobs.Count).GroupBy(j => jobs[j].Options.Beams > 1))
        {
            var members = kind.ToList();
            var prompts = members.Select(m => jobs[m].PromptIds.ToArray()).ToList();
            // Behind a shared beginning, padding would stand in the middle: only fed positions make that harmless.
            var groups = _runner.Graph.HasPositions ? SharedPrefixes.Find(prompts) : [new PrefixGroup([.. Enumerable.Range(0, members.Count)], 0)];
            foreach (var group in groups)
            {
                using var prefix = _runner.Prefix(prompts[group.Members[0]].AsSpan(0, group.Length), group.Members.Count, cancellationToken);
                RunGroup([.. group.Members.Select(m => members[m])], jobs, prefix, outcomes, cancellationToken);
            }
        }
        return outcomes;
    }

    private void RunGroup(List<int> members, IReadOnlyList<GenerationJob> jobs, PrefixCache prefix, GenerationOutcome[] outcomes, CancellationToken cancellationToken)
    {
        members.Sort((a, b) => (jobs[b].PromptIds.Count, a).CompareTo((jobs[a].PromptIds.Count, b)));
        for (var start = 0; start < members.Count;)
        {
            var count = Count(members, start, jobs);
            var batch = members.GetRange(start, count);
            try
            {
                RunBatch(batch, jobs, prefix, outcomes, cancellationToken);
                start += count;
            }
            catch (InsufficientMemoryException) when (_mostRows > 1 && (batch.Count > 1 || _runner.Budget.Halve()))
            {
                _mostRows = Math.Max(1, _mostRows / 2);
            }
        }
    }

    private void RunBatch(List<int> batch, IReadOnlyList<GenerationJob> jobs, PrefixCache prefix, GenerationOutcome[] outcomes, CancellationToken cancellationToken)
    {
        var started = _runner.Time.GetTimestamp();
        var prompts = batch.ConvertAll(b => jobs[b].PromptIds.ToArray());
        var mine = batch.ConvertAll(b => jobs[b]);
        using var decoder = CausalDecoder.Start(_runner, prompts, prefix, _maxPositions, cancellationToken);
        var results = mine[0].Options.Beams > 1 ? _beams.Run(decoder, mine, prompts, cancellationToken) : _search.Run(decoder, mine, prompts, cancellationToken);
        var elapsed = _runner.Time.GetElapsedTime(started).TotalSeconds;
        var work = results.Select((r, i) => prompts[i].Length / 8.0 + r.Sum(s => s.Ids.Count)).ToArray();
        for (var i = 0; i < batch.Count; i++)
            outcomes[batch[i]] = new GenerationOutcome(results[i], elapsed * work[i] / work.Sum());
    }

    // As many prompts as rows and cache memory allow; of one length where padding would change the result.
    private int Count(List<int> members, int start, IReadOnlyList<GenerationJob> jobs)
    {
        var (rows, longest, newTokens, count) = (0, jobs[members[start]].PromptIds.Count, 0, 0);
        for (var i = start; i < members.Count; i++)
        {
            var job = jobs[members[i]];
            var more = rows + Math.Max(job.Options.Beams, job.Options.Samples);
            newTokens = Math.Max(newTokens, job.Options.MaxNewTokens);
            var fits = more <= Math.Min(_mostRows, _runner.MostRows(longest + newTokens));
            if (count > 0 && (!fits || !_padsLeft && job.PromptIds.Count != longest))
                break;
            (rows, count) = (more, count + 1);
        }
        return count;
    }
}
