using EvalHarness.Models.Onnx.Batching;
using EvalHarness.Models.Onnx.Generation;

namespace EvalHarness.Models.Onnx.Causal;

/// <summary>
/// Scores continuations with as little computation as exactness allows. What contexts have in common at their beginning (demonstrations) is
/// fed once; a context is fed once for all its continuations; scores are made only where a token is to be scored.
/// </summary>
internal sealed class LikelihoodScoring(CausalRunner runner)
{
    /// <summary>Scores all continuations of all items; the seconds are each item's share of the time.</summary>
    public (ContinuationScore[][] Scores, double[] Seconds) Score(IReadOnlyList<LikelihoodItem> items, CancellationToken cancellationToken)
    {
        var scores = items.Select(i => i.Continuations.Select(c => new ContinuationScore(c.Length)).ToArray()).ToArray();
        var seconds = new double[items.Count];
        foreach (var group in SharedPrefixes.Find([.. items.Select(i => i.Context)]))
        {
            using var prefix = runner.Prefix(items[group.Members[0]].Context.AsSpan(0, group.Length), group.Members.Count, cancellationToken);
            var rows = group.Members.Select(m => new Row(m, items[m], group.Length)).OrderByDescending(r => r.Tokens.Length).ToList();
            var lengths = rows.ConvertAll(r => r.Tokens.Length);
            for (var start = 0; start < rows.Count;)
                foreach (var count in LengthBatches.Plan(lengths, start, runner.Budget.Current, equalOnly: !runner.Graph.HasPositions, runner.MostRows(lengths[start] + group.Length)))
                {
                    if (!TryFeed(rows.GetRange(start, count), prefix, scores, seconds, cancellationToken))
                        break;
                    start += count;
                }
        }
        return (scores, seconds);
    }

    // False: memory ran out, the budget is smaller now, and the batch has to be formed anew.
    private bool TryFeed(List<Row> rows, PrefixCache prefix, ContinuationScore[][] scores, double[] seconds, CancellationToken cancellationToken)
    {
        try
        {
            var started = runner.Time.GetTimestamp();
            Feed(rows, prefix, scores, cancellationToken);
            var elapsed = runner.Time.GetElapsedTime(started).TotalSeconds;
            var total = rows.Sum(r => r.Work);
            foreach (var row in rows)
                seconds[row.Item] += elapsed * row.Work / total;
            return true;
        }
        catch (InsufficientMemoryException) when (runner.Budget.Halve())
        {
            return false;
        }
    }

    private void Feed(List<Row> rows, PrefixCache prefix, ContinuationScore[][] scores, CancellationToken cancellationToken)
    {
        var batch = new TokenBatch(rows.Count, rows.Max(r => r.Tokens.Length));
        var targets = new List<(Row Row, int Index)>();
        for (var r = 0; r < rows.Count; r++)
        {
            var row = rows[r];
            batch.Set(r, 0, row.Tokens, prefix.Length);
            for (var i = 0; i < row.Wanted; i++)
                targets.Add((row, i));
            batch.Wanted.AddRange(Enumerable.Range(row.FirstWanted, row.Wanted).Select(c => (r, c)));
        }
        Order(batch, targets);
        using var cache = runner.Feed(batch, prefix.For(rows.Count), null, (index, values) =>
        {
            var (row, place) = targets[index];
            var (logSum, best) = LogSoftmax.Of(values);
            for (var c = 0; c < row.Continuations.Count; c++)
                if (place < row.Continuations[c].Length)
                    scores[row.Item][c].Set(place, row.Continuations[c][place], values, logSum, best);
        }, cancellationToken);
        Continue(rows, batch, cache, prefix.Length, scores, cancellationToken);
    }

    // Continuations of several tokens behind a context that was fed for all of them.
    private void Continue(List<Row> contexts, TokenBatch fed, KeyValueCache cache, int prefix, ContinuationScore[][] scores, CancellationToken cancellationToken)
    {
        var rest = new List<(int Row, int Continuation, int[] Tokens)>();
        for (var r = 0; r < contexts.Count; r++)
            if (contexts[r].Continuations.Count > 1)
                for (var c = 0; c < contexts[r].Continuations.Count; c++)
                    if (contexts[r].Continuations[c].Length > 1)
                        rest.Add((r, c, contexts[r].Continuations[c]));
        rest.Sort((a, b) => b.Tokens.Length.CompareTo(a.Tokens.Length));
        var lengths = rest.ConvertAll(x => x.Tokens.Length - 1);
        var start = 0;
        foreach (var count in LengthBatches.Plan(lengths, 0, runner.Budget.Current, equalOnly: false, runner.MostRows(cache.Length + lengths.FirstOrDefault())))
        {
            var part = rest.GetRange(start, count);
            var batch = new TokenBatch(count, part.Max(p => p.Tokens.Length - 1));
            var mask = new long[count * cache.Length];
            for (var i = 0; i < count; i++)
            {
                var context = contexts[part[i].Row];
                batch.Set(i, 0, part[i].Tokens.AsSpan(0, part[i].Tokens.Length - 1), prefix + context.Tokens.Length);
                batch.Wanted.AddRange(Enumerable.Range(0, part[i].Tokens.Length - 1).Select(c => (i, c)));
                mask.AsSpan(i * cache.Length, prefix).Fill(1);
                fed.Mask.AsSpan(part[i].Row * fed.Columns, fed.Columns).CopyTo(mask.AsSpan(i * cache.Length + prefix));
            }
            batch.Wanted.Sort((a, b) => (a.Column, a.Row).CompareTo((b.Column, b.Row)));
            using var past = cache.Select([.. part.Select(p => p.Row)]);
            using var after = runner.Feed(batch, past, mask, (index, values) =>
            {
                var (i, column) = batch.Wanted[index];
                var (logSum, best) = LogSoftmax.Of(values);
                scores[contexts[part[i].Row].Item][part[i].Continuation].Set(column + 1, part[i].Tokens[column + 1], values, logSum, best);
            }, cancellationToken);
            start += count;
        }
    }

    // The graph hands scores out by columns; targets follow.
    private static void Order(TokenBatch batch, List<(Row Row, int Index)> targets)
    {
        var order = Enumerable.Range(0, targets.Count).OrderBy(i => batch.Wanted[i].Column).ThenBy(i => batch.Wanted[i].Row).ToArray();
        var (wanted, sorted) = (order.Select(i => batch.Wanted[i]).ToList(), order.Select(i => targets[i]).ToList());
        batch.Wanted.Clear();
        batch.Wanted.AddRange(wanted);
        targets.Clear();
        targets.AddRange(sorted);
    }

    // A context, and where it has one continuation only, that too: then one run scores it whole.
    private sealed class Row
    {
        public Row(int item, LikelihoodItem source, int prefix)
        {
            Item = item;
            Continuations = source.Continuations;
            var context = source.Context.AsSpan(prefix);
            FirstWanted = context.Length - 1;
            Wanted = Continuations.Count == 1 ? Continuations[0].Length : 1;
            Tokens = [.. context, .. Wanted > 1 ? Continuations[0].AsSpan(0, Wanted - 1) : []];
            Work = Tokens.Length + (Continuations.Count == 1 ? 0 : Continuations.Sum(c => c.Length - 1));
        }

        public int Item { get; }

        public IReadOnlyList<int[]> Continuations { get; }

        public int[] Tokens { get; }

        public int FirstWanted { get; }

        /// <summary>Positions to score in the first run: with several continuations only the last of the context.</summary>
        public int Wanted { get; }

        public int Work { get; }
    }
}
