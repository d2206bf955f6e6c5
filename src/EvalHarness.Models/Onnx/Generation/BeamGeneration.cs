using System.Numerics.Tensors;

namespace EvalHarness.Models.Onnx.Generation;

/// <summary>Runs the beam searches of several prompts in one batch; the beams of a prompt whose search is over leave it.</summary>
internal sealed class BeamGeneration(SequenceText texts, IReadOnlyList<int> endTokens, float[] scratch)
{
    /// <summary>Runs the jobs that stand in the decoder's rows (one row each, fed with the prompts).</summary>
    public GeneratedSequence[][] Run(TokenDecoder decoder, IReadOnlyList<GenerationJob> jobs, IReadOnlyList<IReadOnlyList<int>> seen, CancellationToken cancellationToken)
    {
        var results = new GeneratedSequence[jobs.Count][];
        var active = jobs.Select((job, j) => (Job: j, FirstRow: j,
            Search: new BeamSearch(job.Options, endTokens, Math.Min(job.Options.MaxNewTokens, decoder.Room(j) + 1)))).ToList();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var (job, firstRow, search) in active)
                search.Step(Candidates(decoder, firstRow, search, jobs[job].Options, seen[job]));
            foreach (var (job, _, search) in active.Where(a => a.Search.IsOver))
                results[job] = [.. search.Results.Select(r =>
                    new GeneratedSequence(r.Beam.Ids, r.Beam.LogProbabilities, texts.Of(r.Beam.Ids, jobs[job].Options.Stop), r.End, r.Beam.Score))];
            active.RemoveAll(a => a.Search.IsOver);
            if (active.Count == 0)
                return results;
            var (rows, tokens) = (new List<int>(), new List<int>());
            for (var i = 0; i < active.Count; i++)
            {
                active[i] = active[i] with { FirstRow = rows.Count };
                rows.AddRange(active[i].Search.Running.Select(b => b.Row));
                tokens.AddRange(active[i].Search.Running.Select(b => b.Ids[^1]));
            }
            decoder.Advance([.. rows], [.. tokens]);
        }
    }

    private List<Beam> Candidates(TokenDecoder decoder, int firstRow, BeamSearch search, DecodingOptions options, IReadOnlyList<int> seen)
    {
        var best = new PriorityQueue<(int Beam, int Token), double>(search.CandidateCount + 1);
        var logSums = new double[search.Running.Count];
        for (var b = 0; b < search.Running.Count; b++)
        {
            var beam = search.Running[b];
            var scores = decoder.Scores(firstRow + b);
            (logSums[b], _) = LogSoftmax.Of(scores);
            var processed = scratch.AsSpan(0, scores.Length);
            TensorPrimitives.Subtract(scores, (float)logSums[b], processed);
            if (LogitsProcessors.AreNeeded(options))
                LogitsProcessors.Apply(processed, [.. seen, .. beam.Ids], beam.Ids.Length, options, endTokens);
            for (var token = 0; token < processed.Length; token++)
            {
                var score = processed[token] + beam.Score;
                if (best.Count < search.CandidateCount)
                    best.Enqueue((b, token), score);
                else if (best.TryPeek(out _, out var worst) && score > worst)
                    best.DequeueEnqueue((b, token), score);
            }
        }
        var candidates = new Beam[best.Count];
        for (var i = candidates.Length - 1; best.TryDequeue(out var c, out var score); i--)
        {
            var beam = search.Running[c.Beam];
            candidates[i] = new Beam([.. beam.Ids, c.Token], [.. beam.LogProbabilities, decoder.Scores(firstRow + c.Beam)[c.Token] - logSums[c.Beam]], score, firstRow + c.Beam);
        }
        return [.. candidates];
    }
}
