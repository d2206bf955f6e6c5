namespace EvalHarness.Models.Onnx.Folders;

/// <summary>The element types of ONNX tensors by their number.</summary>
internal static class ElementTypes
{
    /// <summary>The usual name.</summary>
    public static string Name(int type) => type switch
    {
        1 => "float32",
        2 => "uint8",
        3 => "int8",
        4 => "uint16",
        5 => "int16",
        6 => "int32",
        7 => "int64",
        8 => "string",
        9 => "bool",
        10 => "float16",
        11 => "float64",
        12 => "uint32",
        13 => "uint64",
        16 => "bfloat16",
        21 => "uint4",
        22 => "int4",
        _ => $"type {type}",
    };

    /// <summary>Bits of one element; 0 where it has no fixed size.</summary>
    public static int Bits(int type) => type switch
    {
        1 or 6 or 12 => 32,
        7 or 11 or 13 => 64,
        4 or 5 or 10 or 16 => 16,
        2 or 3 or 9 => 8,
        21 or 22 => 4,
        _ => 0,
    };
}
