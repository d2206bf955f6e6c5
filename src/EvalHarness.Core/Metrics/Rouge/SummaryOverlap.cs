namespace EvalHarness.Core.Metrics.Rouge;

/// <summary>
/// What rougeLsum counts: for each target line the union of its longest common subsequences with all prediction lines; hits are counted in
/// target order, each token at most as often as either side has it. Not symmetric. Not thread safe.
/// </summary>
/// <remarks>C.-Y. Lin, "ROUGE: a package for automatic evaluation of summaries", 2004, section 3.2, as the public scorer implements it.</remarks>
internal sealed class SummaryOverlap
{
    private int[] _leftInTarget = [];
    private int[] _leftInPrediction = [];
    private bool[] _marks = [];

    public int Count(RougeTokens target, RougeTokens prediction, int idCount, LongestCommonSubsequence subsequence)
    {
        if (target.Count == 0 || prediction.Count == 0)
            return 0;
        // With one line on each side the union is one subsequence, and no count of a token can run out.
        if (HasOneFilledLine(target) && HasOneFilledLine(prediction))
            return subsequence.Length(target.Ids, prediction.Ids, idCount);
        Tally(target.Ids, idCount, ref _leftInTarget);
        Tally(prediction.Ids, idCount, ref _leftInPrediction);
        if (_marks.Length < target.Count)
            _marks = new bool[target.Count];
        var hits = 0;
        for (var i = 0; i < target.LineCount; i++)
        {
            var line = target.Line(i);
            var marks = _marks.AsSpan(0, line.Length);
            marks.Clear();
            for (var j = 0; j < prediction.LineCount; j++)
                subsequence.MarkTarget(line, prediction.Line(j), idCount, marks);
            hits += Clip(line, marks);
        }
        return hits;
    }

    private static bool HasOneFilledLine(RougeTokens text)
    {
        var filled = 0;
        for (var i = 0; i < text.LineCount && filled < 2; i++)
            if (!text.Line(i).IsEmpty)
                filled++;
        return filled == 1;
    }

    private int Clip(ReadOnlySpan<int> line, ReadOnlySpan<bool> marks)
    {
        var hits = 0;
        for (var i = 0; i < line.Length; i++)
        {
            var id = line[i];
            if (!marks[i] || _leftInTarget[id] == 0 || _leftInPrediction[id] == 0)
                continue;
            _leftInTarget[id]--;
            _leftInPrediction[id]--;
            hits++;
        }
        return hits;
    }

    private static void Tally(ReadOnlySpan<int> ids, int idCount, ref int[] counts)
    {
        if (counts.Length < idCount)
            counts = new int[Math.Max(idCount, counts.Length * 2)];
        Array.Clear(counts, 0, idCount);
        foreach (var id in ids)
            counts[id]++;
    }
}
