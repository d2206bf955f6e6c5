using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using EvalHarness.Core.Models;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EvalHarness.Models.Onnx.Sessions;

/// <summary>Reads rows of a float tensor of any width as float32.</summary>
internal static class ScoreRows
{
    /// <summary>One row: a view of a float32 tensor, else a converted copy.</summary>
    public static ReadOnlySpan<float> Row(OrtValue tensor, TensorElementType type, long row, int width)
    {
        switch (type)
        {
            case TensorElementType.Float:
                return tensor.GetTensorDataAsSpan<float>().Slice(checked((int)(row * width)), width);
            case TensorElementType.Float16:
                var converted = new float[width];
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(tensor.GetTensorMutableRawData()).Slice(checked((int)(row * width)), width), converted);
                return converted;
            default:
                throw new ModelException($"Scores of type {type} are not known; float32 and float16 are.");
        }
    }
}
