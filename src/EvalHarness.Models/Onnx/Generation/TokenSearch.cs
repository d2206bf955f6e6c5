using EvalHarness.Core.Randomness;

namespace EvalHarness.Models.Onnx.Generation;

/// <summary>
/// Greedy search and sampling over a batch: each row chooses its next token; rows that ended leave the batch at once. The draws of a
/// sample come from a generator of its own, so they depend on nothing but the seed, the job and the sample's number.
/// </summary>
internal sealed class TokenSearch(SequenceText texts, IReadOnlyList<int> endTokens, TokenSampler sampler, float[] scratch)
{
    /// <summary>
    /// Runs the jobs that stand in the decoder's rows (one row each, fed with the prompts), samples included.
    /// </summary>
    /// <param name="decoder">The decoder after the prompts.</param>
    /// <param name="jobs">A job for each row.</param>
    /// <param name="seen">What the decoder has been fed for each row.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>The sequences of each job, in the order of samples.</returns>
    public GeneratedSequence[][] Run(TokenDecoder decoder, IReadOnlyList<GenerationJob> jobs, IReadOnlyList<IReadOnlyList<int>> seen, CancellationToken cancellationToken)
    {
        var results = jobs.Select(j => new GeneratedSequence[j.Options.Samples]).ToArray();
        var rows = new List<Row>();
        for (var j = 0; j < jobs.Count; j++)
            for (var s = 0; s < jobs[j].Options.Samples; s++)
                rows.Add(new Row(j, s, jobs[j], seen[j]));
        if (rows.Count != jobs.Count)
            decoder.Select([.. rows.Select(r => r.Job)]);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (kept, sources, tokens) = (new List<Row>(rows.Count), new List<int>(rows.Count), new List<int>(rows.Count));
            for (var i = 0; i < rows.Count; i++)
            {
                var row = rows[i];
                Choose(row, decoder.Scores(i));
                if (End(row, decoder.Room(i)) is { } end)
                    results[row.Job][row.Sample] = new GeneratedSequence(row.New, row.LogProbabilities, texts.Of(row.New, row.Options.Stop), end, null);
                else
                {
                    kept.Add(row);
                    sources.Add(i);
                    tokens.Add(row.New[^1]);
                }
            }
            if (kept.Count == 0)
                return results;
            rows = kept;
            decoder.Advance(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sources), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tokens));
        }
    }

    private void Choose(Row row, ReadOnlySpan<float> scores)
    {
        var (logSum, best) = LogSoftmax.Of(scores);
        var token = best;
        if (row.Random is not null || LogitsProcessors.AreNeeded(row.Options))
        {
            var processed = scratch.AsSpan(0, scores.Length);
            scores.CopyTo(processed);
            LogitsProcessors.Apply(processed, row.Seen, row.New.Count, row.Options, endTokens);
            if (row.Random is { } random)
            {
                sampler.Warp(processed, row.Options);
                token = TokenSampler.Draw(processed, random);
            }
            else
                token = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(processed);
        }
        row.New.Add(token);
        row.Seen.Add(token);
        row.LogProbabilities.Add(scores[token] - logSum);
    }

    private SequenceEnd? End(Row row, int room) =>
        endTokens.Contains(row.New[^1]) ? SequenceEnd.EndToken
        : texts.HasStop(row.New, row.Options.Stop) ? SequenceEnd.StopString
        : row.New.Count >= row.Options.MaxNewTokens || room < 1 ? SequenceEnd.Length
        : null;

    private sealed class Row(int job, int sample, GenerationJob source, IReadOnlyList<int> seen)
    {
        public int Job { get; } = job;

        public int Sample { get; } = sample;

        public DecodingOptions Options { get; } = source.Options;

        public SeededRandom? Random { get; } = source.Options.DrawsAtRandom ? new SeededRandom(source.Seed, $"sample:{sample}", source.Id) : null;

        public List<int> Seen { get; } = [.. seen];

        public List<int> New { get; } = [];

        public List<double> LogProbabilities { get; } = [];
    }
}
