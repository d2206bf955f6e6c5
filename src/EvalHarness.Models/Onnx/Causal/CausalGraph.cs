using EvalHarness.Core.Models;
using EvalHarness.Models.Onnx.Folders;
using EvalHarness.Models.Onnx.Sessions;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EvalHarness.Models.Onnx.Causal;

/// <summary>Receives the scores of one wanted position: its number among the wanted ones, and one score for each token.</summary>
internal delegate void ScoresVisitor(int index, ReadOnlySpan<float> scores);

/// <summary>Tokens to feed: rows x columns, with padding on either side.</summary>
internal sealed class TokenBatch(int rows, int columns)
{
    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    /// <summary>Ids row by row; any valid id at padding.</summary>
    public long[] Ids { get; } = new long[rows * columns];

    /// <summary>1 for a token, 0 for padding.</summary>
    public long[] Mask { get; } = new long[rows * columns];

    /// <summary>The place of each token in its text; 1 at padding, as the reference has it.</summary>
    public long[] Positions { get; } = NewPositions(rows * columns);

    /// <summary>Places whose scores are wanted, in order of columns.</summary>
    public List<(int Row, int Column)> Wanted { get; } = [];

    /// <summary>Puts tokens into a row from a column on; their first position is given.</summary>
    public void Set(int row, int column, ReadOnlySpan<int> tokens, int position)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            var at = row * Columns + column + i;
            Ids[at] = tokens[i];
            Mask[at] = 1;
            Positions[at] = position + i;
        }
    }

    private static long[] NewPositions(int count)
    {
        var positions = new long[count];
        Array.Fill(positions, 1);
        return positions;
    }
}

/// <summary>A decoder-only graph: feeds tokens behind a cache, and hands out scores where they are wanted. Thread safe.</summary>
internal sealed class CausalGraph : IDisposable
{
    // Scores of all positions at once may take this much; longer batches are fed in several parts.
    private const long LargestScores = 256L << 20;
    private const string Past = "past_key_values.";
    private readonly OnnxSession _session;
    private readonly OrtAllocator _allocator;
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly bool _selects;
    private readonly bool _keeps;
    private readonly bool _hasMask;
    private readonly TensorElementType _scoreType;

    private CausalGraph(OnnxSession session, CacheLayout layout, int vocabularySize, bool selects)
    {
        _session = session;
        _allocator = new OrtAllocator(session.Inference, OrtMemoryInfo.DefaultInstance);
        Layout = layout with { Allocator = _allocator };
        VocabularySize = vocabularySize;
        _selects = selects;
        HasPositions = session.HasInput("position_ids");
        _hasMask = session.HasInput("attention_mask");
        _keeps = session.HasInput("num_logits_to_keep");
        var scores = selects ? LogitsSelection.Output : "logits";
        _scoreType = session.Inference.OutputMetadata[scores].ElementDataType;
        _outputs = [scores, .. layout.Outputs];
        List<string> names = ["input_ids"];
        if (_hasMask)
            names.Add("attention_mask");
        if (HasPositions)
            names.Add("position_ids");
        if (_keeps)
            names.Add("num_logits_to_keep");
        if (selects)
            names.Add(LogitsSelection.RowsInput);
        var unknown = session.Inference.InputMetadata.Keys.Except(names).Except(layout.Inputs).ToList();
        if (unknown.Count > 0)
            throw new ModelException($"The graph wants the inputs {string.Join(", ", unknown.Order())}, which a decoder-only language model is not known to have.");
        _inputs = [.. names, .. layout.Inputs];
    }

    public CacheLayout Layout { get; }

    public int VocabularySize { get; }

    /// <summary>Whether positions are fed; else the graph counts them from the length of the cache.</summary>
    public bool HasPositions { get; }

    public OnnxSession Session => _session;

    /// <summary>Whether scores are computed only where they are wanted.</summary>
    public bool SelectsScores => _selects;

    public static CausalGraph Load(OnnxModelFolder folder, string modelDigest, OnnxModelOptions options)
    {
        var (file, layout, vocabulary) = Check(folder);
        var rewritten = file.Bytes < int.MaxValue / 2 && file.ExternalFiles.Count == 0 ? LogitsSelection.Rewrite(File.ReadAllBytes(file.Path)) : null;
        var session = rewritten is null
            ? OnnxSession.Load(file, options, $"{modelDigest} model")
            : OnnxSession.Load(new GraphBytes(file.Path, rewritten), file.Name, 4 * file.Bytes, options, $"{modelDigest} model with selected logits, 1");
        return new CausalGraph(session, layout, vocabulary, rewritten is not null);
    }

    /// <summary>Checks what the folder declares: the cache's form, and the vocabulary of graph and configuration.</summary>
    public static (OnnxGraphFile File, CacheLayout Layout, int VocabularySize) Check(OnnxModelFolder folder)
    {
        var file = folder.Graph("model");
        var layout = ReadLayout(file);
        var logits = file.Outputs.FirstOrDefault(o => o.Name == "logits")
            ?? throw new ModelException($"{file.Name} has no output \"logits\"; its outputs are {string.Join(", ", file.Outputs.Select(o => o.Name).Take(8))}.");
        var vocabulary = logits.Shape.Count > 0 && int.TryParse(logits.Shape[^1], out var size) ? size : folder.Configuration.VocabularySize
            ?? throw new ModelException($"Neither {file.Name} nor config.json says how large the vocabulary is.");
        if (folder.Configuration.VocabularySize is { } claimed && claimed != vocabulary)
            throw new ModelException($"{file.Name} scores {vocabulary:N0} tokens, but config.json gives the model a vocabulary of {claimed:N0}.");
        return (file, layout, vocabulary);
    }

    /// <summary>
    /// Feeds a batch behind a cache (which stays the caller's) and returns the new cache.
    /// </summary>
    /// <param name="batch">The tokens.</param>
    /// <param name="past">What was fed before, one row for each of the batch; null for nothing.</param>
    /// <param name="pastMask">1 for a token, 0 for padding, rows x past positions; null: no padding.</param>
    /// <param name="visit">Is called for every wanted position, in their order.</param>
    /// <param name="cancellationToken">Stops between two parts of a long batch.</param>
    public KeyValueCache Feed(TokenBatch batch, KeyValueCache? past, long[]? pastMask, ScoresVisitor visit, CancellationToken cancellationToken)
    {
        var owned = past is null ? KeyValueCache.Empty(Layout, batch.Rows) : null;
        var cache = past ?? owned!;
        var pastLength = cache.Length;
        var mask = new long[batch.Rows * (pastLength + batch.Columns)];
        for (var r = 0; r < batch.Rows; r++)
        {
            var row = mask.AsSpan(r * (pastLength + batch.Columns), pastLength + batch.Columns);
            if (pastMask is null)
                row[..pastLength].Fill(1);
            else
                pastMask.AsSpan(r * pastLength, pastLength).CopyTo(row);
            batch.Mask.AsSpan(r * batch.Columns, batch.Columns).CopyTo(row[pastLength..]);
        }
        var part = PartColumns(batch);
        for (int from = 0, wanted = 0; from < batch.Columns; from += part)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(part, batch.Columns - from);
            var next = Run(batch, from, count, cache, mask, pastLength, ref wanted, visit);
            if (from > 0 || owned is not null)
                cache.Dispose();
            cache = next;
        }
        return cache;
    }

    public void Dispose()
    {
        _allocator.Dispose();
        _session.Dispose();
    }

    // All positions' scores are made unless they can be selected; then the batch is cut so that they fit.
    private int PartColumns(TokenBatch batch)
    {
        if (_selects)
            return Math.Max(1, Math.Min(batch.Columns, 8192 / batch.Rows));
        var perColumn = (long)batch.Rows * VocabularySize * 4;
        return (int)Math.Clamp(LargestScores / perColumn, 1, batch.Columns);
    }

    private KeyValueCache Run(TokenBatch batch, int from, int count, KeyValueCache past, long[] mask, int pastLength, ref int wanted, ScoresVisitor visit)
    {
        var first = wanted;
        while (wanted < batch.Wanted.Count && batch.Wanted[wanted].Column < from + count)
            wanted++;
        var places = batch.Wanted.GetRange(first, wanted - first);
        var whole = count == batch.Columns;
        var values = new List<OrtValue>(_inputs.Length);
        var own = 0;
        try
        {
            Add(whole ? batch.Ids : Columns(batch.Ids, batch, from, count), [batch.Rows, count]);
            if (_hasMask)
                Add(whole ? mask : MaskColumns(mask, batch, pastLength + batch.Columns, pastLength + from + count), [batch.Rows, pastLength + from + count]);
            if (HasPositions)
                Add(whole ? batch.Positions : Columns(batch.Positions, batch, from, count), [batch.Rows, count]);
            // 0 keeps all; with selected rows the rest is cut there.
            var keep = _selects ? 0 : places.Count == 0 ? 1 : from + count - places.Min(p => p.Column);
            if (_keeps)
                Add([keep], []);
            if (_selects)
                Add([.. places.Count == 0 ? [0] : places.Select(p => (long)p.Row * count + p.Column - from)], [Math.Max(1, places.Count)]);
            own = values.Count;
            values.AddRange(past.Values);
            using var options = new RunOptions();
            // The values of the collection are disposed one by one: the scores here, the others with the cache.
            var results = _session.Inference.Run(options, _inputs, values, _outputs);
            using (var scores = results[0])
                Visit(scores, places, first, from, count, _keeps && !_selects ? keep : count, visit);
            return new KeyValueCache(Layout, [.. results.Skip(1)], batch.Rows, pastLength + from + count);
        }
        catch (OnnxRuntimeException e) when (IsOutOfMemory(e))
        {
            throw new InsufficientMemoryException($"A batch of {batch.Rows} x {count} tokens behind {past.Length} did not fit into memory.", e);
        }
        finally
        {
            for (var i = 0; i < own; i++)
                values[i].Dispose();
        }

        void Add(long[] data, long[] shape) => values.Add(OrtValue.CreateTensorValueFromMemory(data, shape));
    }

    private void Visit(OrtValue scores, List<(int Row, int Column)> places, int first, int from, int count, int kept, ScoresVisitor visit)
    {
        for (var i = 0; i < places.Count; i++)
        {
            var row = _selects ? i : (long)places[i].Row * kept + places[i].Column - from - (count - kept);
            visit(first + i, ScoreRows.Row(scores, _scoreType, row, VocabularySize));
        }
    }

    private static long[] Columns(long[] values, TokenBatch batch, int from, int count)
    {
        var part = new long[batch.Rows * count];
        for (var r = 0; r < batch.Rows; r++)
            values.AsSpan(r * batch.Columns + from, count).CopyTo(part.AsSpan(r * count));
        return part;
    }

    private static long[] MaskColumns(long[] mask, TokenBatch batch, int stride, int count)
    {
        var part = new long[batch.Rows * count];
        for (var r = 0; r < batch.Rows; r++)
            mask.AsSpan(r * stride, count).CopyTo(part.AsSpan(r * count));
        return part;
    }

    private static bool IsOutOfMemory(OnnxRuntimeException e) =>
        e.Message.Contains("Failed to allocate", StringComparison.OrdinalIgnoreCase) || e.Message.Contains("bad_alloc", StringComparison.Ordinal)
        || e.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase);

    private static CacheLayout ReadLayout(OnnxGraphFile file)
    {
        var inputs = file.Inputs.Where(i => i.Name.StartsWith(Past, StringComparison.Ordinal)).ToList();
        if (inputs.Count == 0)
            throw new ModelException($"{file.Name} has no inputs past_key_values.*: it was exported without its cache. Export it with the task text-generation-with-past.");
        var outputs = file.Outputs.Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        var (heads, widths, names) = (new List<int>(), new List<int>(), new List<string>());
        foreach (var input in inputs)
        {
            var present = "present." + input.Name[Past.Length..];
            if (!outputs.Contains(present))
                throw new ModelException($"{file.Name} has the input {input.Name} but not the output {present}.");
            if (input.Shape.Count != 4 || !int.TryParse(input.Shape[1], out var head) || !int.TryParse(input.Shape[3], out var width) || head < 1 || width < 1)
                throw new ModelException($"{file.Name}: {input} is no cache of the known form [rows, heads, positions, width] with fixed heads and width.");
            heads.Add(head);
            widths.Add(width);
            names.Add(present);
        }
        var type = inputs[0].ElementType switch
        {
            "float32" => TensorElementType.Float,
            "float16" => TensorElementType.Float16,
            "bfloat16" => TensorElementType.BFloat16,
            var other => throw new ModelException($"{file.Name}: a cache of {other} is not known; float32, float16 and bfloat16 are."),
        };
        return new CacheLayout([.. inputs.Select(i => i.Name)], names, heads, widths, type);
    }
}
