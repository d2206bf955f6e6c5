using System.Text;

namespace EvalHarness.Models.Onnx.Causal;

/// <summary>
/// Rewrites a language model's graph so that its last, and by far widest, matrix product is done for chosen positions only: the hidden
/// states are flattened to rows, and an input names the rows wanted. For short answers this saves about a fifth of the work of a small
/// model, and the memory of a whole vocabulary at every position.
/// </summary>
/// <remarks>
/// Only the bytes of the nodes concerned change. A graph whose logits do not come from a plain matrix product (through element-wise
/// operators at most) is left as it is.
/// </remarks>
internal static class LogitsSelection
{
    /// <summary>The new input: indices into rows x columns, int64.</summary>
    public const string RowsInput = "harness_logits_rows";

    /// <summary>The output in place of <c>logits</c>: one row for each index.</summary>
    public const string Output = "harness_selected_logits";

    private const string Logits = "logits";
    private const string Flat = "harness_flat_hidden";
    private const string Selected = "harness_selected_hidden";
    private static readonly HashSet<string> ElementWise = ["Cast", "Add", "Mul", "Div", "Tanh"];

    /// <summary>The rewritten graph, or null where the graph does not have the form that is known.</summary>
    public static byte[]? Rewrite(ReadOnlySpan<byte> model)
    {
        if (Find(model, 0, model.Length, 7) is not { } graph)
            return null;
        var nodes = new List<Node>();
        var initializers = new HashSet<string>(StringComparer.Ordinal);
        var outputs = new List<Field>();
        foreach (var field in Fields(model, graph.Start, graph.End))
        {
            if (field.Number == 1)
                nodes.Add(ReadNode(model, field));
            else if (field.Number == 5 && Find(model, field.Start, field.End, 8) is { } name)
                initializers.Add(Text(model, name));
            else if (field.Number == 12)
                outputs.Add(field);
        }
        var output = default(Field);
        foreach (var candidate in outputs)
            if (Find(model, candidate.Start, candidate.End, 1) is { } name && Text(model, name) == Logits)
                output = candidate;
        if (output.Number == 0 || FindProduct(nodes, initializers) is not { } path)
            return null;
        return Write(model, graph, nodes, path, output);
    }

    // From the node that makes the logits back through element-wise operators to the matrix product.
    private static (Node Product, Node Last)? FindProduct(List<Node> nodes, HashSet<string> initializers)
    {
        var constants = new HashSet<string>(initializers.Concat(nodes.Where(n => n.Type == "Constant").SelectMany(n => n.Outputs)), StringComparer.Ordinal);
        var byOutput = nodes.SelectMany(n => n.Outputs.Select(o => (o, n))).ToDictionary(p => p.o, p => p.n, StringComparer.Ordinal);
        if (!byOutput.TryGetValue(Logits, out var last) || nodes.Any(n => n.Inputs.Contains(Logits)))
            return null;
        var node = last;
        while (ElementWise.Contains(node.Type))
        {
            var moving = node.Inputs.Where(i => !constants.Contains(i)).ToList();
            if (moving.Count != 1 || !byOutput.TryGetValue(moving[0], out var before) || nodes.Count(n => n.Inputs.Contains(moving[0])) != 1)
                return null;
            node = before;
        }
        return node.Type == "MatMul" && node.Inputs.Count == 2 && byOutput.ContainsKey(node.Inputs[0]) ? (node, last) : null;
    }

    private static byte[] Write(ReadOnlySpan<byte> model, Field graph, List<Node> nodes, (Node Product, Node Last) path, Field output)
    {
        // Element type of the old output, for the new one's declaration.
        var type = Find(model, output.Start, output.End, 2) is { } t && Find(model, t.Start, t.End, 1) is { } tensor
            ? Fields(model, tensor.Start, tensor.End).Find(f => f.Number == 1).Value : 1UL;
        var body = new List<byte>(graph.End - graph.Start + 1024);
        var done = graph.Start;
        foreach (var node in nodes.Where(n => n == path.Product || n == path.Last).Select(n => n.Field).Append(output).OrderBy(f => f.At))
        {
            body.AddRange(model[done..node.At]);
            done = node.End;
            if (node == output)
                Message(body, 12, Value(Output, (int)type));
            else
            {
                if (node == path.Product.Field)
                {
                    Message(body, 1, NewNode("Flatten", [path.Product.Inputs[0]], Flat, axis: 2));
                    Message(body, 1, NewNode("Gather", [Flat, RowsInput], Selected, axis: 0));
                }
                Message(body, 1, Renamed(model, node, node == path.Product.Field, node == path.Last.Field));
            }
        }
        body.AddRange(model[done..graph.End]);
        Message(body, 11, Value(RowsInput, 7));
        var whole = new List<byte>(body.Count + model.Length - graph.End + 64);
        whole.AddRange(model[..graph.At]);
        Message(whole, 7, body);
        whole.AddRange(model[graph.End..]);
        return [.. whole];
    }

    // The node with its first input and its output renamed where they change; everything else byte for byte.
    private static List<byte> Renamed(ReadOnlySpan<byte> model, Field node, bool product, bool last)
    {
        var bytes = new List<byte>(node.End - node.Start + 64);
        var inputs = 0;
        foreach (var field in Fields(model, node.Start, node.End))
        {
            if (field.Number == 1 && inputs++ == 0 && product)
                Message(bytes, 1, [.. Encoding.UTF8.GetBytes(Selected)]);
            else if (field.Number == 2 && last)
                Message(bytes, 2, [.. Encoding.UTF8.GetBytes(Output)]);
            else
                bytes.AddRange(model[field.At..field.End]);
        }
        return bytes;
    }

    private static List<byte> NewNode(string type, string[] inputs, string output, int axis)
    {
        var bytes = new List<byte>();
        foreach (var input in inputs)
            Message(bytes, 1, [.. Encoding.UTF8.GetBytes(input)]);
        Message(bytes, 2, [.. Encoding.UTF8.GetBytes(output)]);
        Message(bytes, 3, [.. Encoding.UTF8.GetBytes("harness_" + type)]);
        Message(bytes, 4, [.. Encoding.UTF8.GetBytes(type)]);
        var attribute = new List<byte>();
        Message(attribute, 1, [.. "axis"u8]);
        attribute.AddRange([3 << 3, (byte)axis]);           // i
        attribute.AddRange([0xA0, 0x01, 2]);                // type = INT
        Message(bytes, 5, attribute);
        return bytes;
    }

    // A value of an element type without a shape; for the new input, of one axis of any length.
    private static List<byte> Value(string name, int elementType)
    {
        var tensor = new List<byte> { 1 << 3, (byte)elementType };
        if (name == RowsInput)
        {
            var axis = new List<byte>();
            Message(axis, 2, [.. "logits_rows"u8]);
            var shape = new List<byte>();
            Message(shape, 1, axis);
            Message(tensor, 2, shape);
        }
        var type = new List<byte>();
        Message(type, 1, tensor);
        var value = new List<byte>();
        Message(value, 1, [.. Encoding.UTF8.GetBytes(name)]);
        Message(value, 2, type);
        return value;
    }

    private static void Message(List<byte> output, int number, List<byte> content)
    {
        Varint(output, (ulong)(number << 3 | 2));
        Varint(output, (ulong)content.Count);
        output.AddRange(content);
    }

    private static void Varint(List<byte> output, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            output.Add((byte)(value | 0x80));
        output.Add((byte)value);
    }

    private static Node ReadNode(ReadOnlySpan<byte> model, Field field)
    {
        var (inputs, outputs, type) = (new List<string>(), new List<string>(), "");
        foreach (var part in Fields(model, field.Start, field.End))
        {
            if (part.Number == 1)
                inputs.Add(Text(model, part));
            else if (part.Number == 2)
                outputs.Add(Text(model, part));
            else if (part.Number == 4)
                type = Text(model, part);
        }
        return new Node(field, type, inputs, outputs);
    }

    private static Field? Find(ReadOnlySpan<byte> model, int start, int end, int number)
    {
        foreach (var field in Fields(model, start, end))
            if (field.Number == number && field.Start > 0)
                return field;
        return null;
    }

    private static List<Field> Fields(ReadOnlySpan<byte> model, int start, int end)
    {
        var fields = new List<Field>();
        for (var at = start; at < end;)
        {
            var begin = at;
            var key = ReadVarint(model, ref at);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    var value = ReadVarint(model, ref at);
                    fields.Add(new Field(number, begin, 0, at, value));
                    break;
                case 2:
                    var length = (int)ReadVarint(model, ref at);
                    fields.Add(new Field(number, begin, at, at + length, 0));
                    at += length;
                    break;
                default:
                    at += (key & 7) == 1 ? 8 : 4;
                    fields.Add(new Field(number, begin, 0, at, 0));
                    break;
            }
        }
        return fields;
    }

    private static ulong ReadVarint(ReadOnlySpan<byte> model, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = model[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }
    }

    private static string Text(ReadOnlySpan<byte> model, Field field) => Encoding.UTF8.GetString(model[field.Start..field.End]);

    // At: where the key begins; Start: where the content begins (0 for numbers); End: behind it.
    private readonly record struct Field(int Number, int At, int Start, int End, ulong Value);

    private sealed record Node(Field Field, string Type, List<string> Inputs, List<string> Outputs);
}
