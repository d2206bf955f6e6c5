namespace EvalHarness.Models.Onnx.Batching;

/// <summary>Cuts rows, sorted by length, into batches.</summary>
internal static class LengthBatches
{
    /// <summary>
    /// Takes the next batch from rows sorted by descending length: as many as fit when all are padded to the longest, and while padding stays
    /// a small share of the batch.
    /// </summary>
    /// <param name="lengths">Lengths of the rows, longest first.</param>
    /// <param name="start">The first row that is left.</param>
    /// <param name="budget">Most places (rows times longest).</param>
    /// <param name="equalOnly">Whether all rows must be of one length.</param>
    /// <param name="mostRows">Most rows.</param>
    /// <returns>How many rows; at least one.</returns>
    public static int Next(IReadOnlyList<int> lengths, int start, int budget, bool equalOnly, int mostRows = int.MaxValue)
    {
        const double MostPadding = 0.03;
        var longest = Math.Max(1, lengths[start]);
        var (rows, tokens) = (1, lengths[start]);
        while (start + rows < lengths.Count && rows < mostRows && (long)longest * (rows + 1) <= budget)
        {
            var next = lengths[start + rows];
            if (equalOnly && next != lengths[start])
                break;
            // Small batches may be padded more: a short run costs more than a little padding.
            if (longest * (rows + 1) - tokens - next > MostPadding * longest * (rows + 1) && rows * longest > budget / 8)
                break;
            tokens += next;
            rows++;
        }
        return rows;
    }
}
