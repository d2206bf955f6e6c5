using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EvalHarness.Models.Onnx.Causal;

/// <summary>Layout of a model's key-value cache: rows x heads x positions x width, one tensor for each name.</summary>
internal sealed record CacheLayout(IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<int> Heads, IReadOnlyList<int> Widths, TensorElementType Type)
{
    /// <summary>Where caches are allocated: the session's own arena, which keeps memory for the next batch.</summary>
    public OrtAllocator Allocator { get; init; } = OrtAllocator.DefaultInstance;

    /// <summary>Bytes of one element.</summary>
    public int ElementSize => Type switch
    {
        TensorElementType.Float => 4,
        TensorElementType.Float16 or TensorElementType.BFloat16 => 2,
        _ => throw new NotSupportedException($"A key-value cache of {Type} is not known."),
    };

    /// <summary>Bytes that one position of one row takes in all tensors.</summary>
    public long BytesPerPosition => Heads.Zip(Widths, (h, w) => (long)h * w).Sum() * ElementSize;
}

/// <summary>What a decoder remembers of the rows it has been fed. The runtime never writes into it, so several may share one.</summary>
internal sealed class KeyValueCache : IDisposable
{
    private readonly CacheLayout _layout;
    private readonly OrtValue[] _values;

    public KeyValueCache(CacheLayout layout, OrtValue[] values, int rows, int length)
    {
        _layout = layout;
        _values = values;
        Rows = rows;
        Length = length;
    }

    public int Rows { get; }

    /// <summary>Positions of each row, padding included.</summary>
    public int Length { get; }

    public IReadOnlyList<OrtValue> Values => _values;

    /// <summary>A cache of rows that have been fed nothing.</summary>
    public static KeyValueCache Empty(CacheLayout layout, int rows) => Allocate(layout, rows, 0);

    /// <summary>A new cache of the given rows, each as often as it is named, cut to its first positions.</summary>
    public KeyValueCache Select(ReadOnlySpan<int> rows, int? length = null)
    {
        var kept = length ?? Length;
        var copy = Allocate(_layout, rows.Length, kept);
        if (kept == 0)
            return copy;
        for (var v = 0; v < _values.Length; v++)
        {
            var source = _values[v].GetTensorMutableRawData();
            var target = copy._values[v].GetTensorMutableRawData();
            var heads = _layout.Heads[v];
            var width = _layout.Widths[v] * _layout.ElementSize;
            if (kept == Length)
            {
                var block = heads * Length * width;
                for (var r = 0; r < rows.Length; r++)
                    source.Slice(rows[r] * block, block).CopyTo(target.Slice(r * block, block));
                continue;
            }
            for (var r = 0; r < rows.Length; r++)
                for (var h = 0; h < heads; h++)
                    source.Slice((rows[r] * heads + h) * Length * width, kept * width).CopyTo(target.Slice((r * heads + h) * kept * width, kept * width));
        }
        return copy;
    }

    public void Dispose()
    {
        foreach (var value in _values)
            value.Dispose();
    }

    private static KeyValueCache Allocate(CacheLayout layout, int rows, int length)
    {
        var values = new OrtValue[layout.Inputs.Count];
        for (var v = 0; v < values.Length; v++)
            values[v] = OrtValue.CreateAllocatedTensorValue(layout.Allocator, layout.Type, [rows, layout.Heads[v], length, layout.Widths[v]]);
        return new KeyValueCache(layout, values, rows, length);
    }
}
