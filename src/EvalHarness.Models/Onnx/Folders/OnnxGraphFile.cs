using EvalHarness.Core.Models;

namespace EvalHarness.Models.Onnx.Folders;

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">Such as <c>float32</c> or <c>int64</c>.</param>
/// <param name="Shape">A number or a symbol for each axis.</param>
public sealed record GraphTensor(string Name, string ElementType, IReadOnlyList<string> Shape)
{
    /// <summary>Name, type and shape in one line.</summary>
    public override string ToString() => $"{Name}: {ElementType} [{string.Join(", ", Shape)}]";
}

/// <summary>
/// What an ONNX file declares, read without loading the weights, so that planning and inspecting take no memory; and the checks that make a
/// hostile or damaged file one clear sentence instead of a crash in the runtime.
/// </summary>
public sealed class OnnxGraphFile
{
    private const int DeepestGraph = 16;
    private readonly List<GraphTensor> _inputs = [];
    private readonly List<GraphTensor> _outputs = [];
    private readonly HashSet<string> _initializers = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _external = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _weights = new(StringComparer.Ordinal);
    private readonly List<string> _operators = [];
    private bool _graphSeen;

    private OnnxGraphFile(string path)
    {
        Path = path;
        Bytes = new FileInfo(path).Length;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its name, for messages.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Its size, external data not counted.</summary>
    public long Bytes { get; }

    /// <summary>What is fed, weights left out.</summary>
    public IReadOnlyList<GraphTensor> Inputs => _inputs;

    /// <summary>What comes out.</summary>
    public IReadOnlyList<GraphTensor> Outputs => _outputs;

    /// <summary>Files beside it that hold weights, relative to its folder.</summary>
    public IReadOnlyCollection<string> ExternalFiles => _external;

    /// <summary>Bytes of weights by element type.</summary>
    public IReadOnlyDictionary<string, long> WeightBytes => _weights;

    /// <summary>Operators of the main graph, in the order of its nodes.</summary>
    public IReadOnlyList<string> Operators => _operators;

    /// <summary>Version of the standard operator set.</summary>
    public long Opset { get; private set; }

    /// <summary>Reads the declarations.</summary>
    /// <exception cref="ModelException">The file is missing, cut short, no ONNX, or claims data that it does not hold.</exception>
    public static OnnxGraphFile Read(string path)
    {
        if (!File.Exists(path))
            throw new ModelException($"{System.IO.Path.GetFileName(path)} is missing from {System.IO.Path.GetDirectoryName(path)}.");
        var file = new OnnxGraphFile(path);
        using var stream = new WireStream(path);
        foreach (var field in stream.Fields(file.Bytes))
        {
            if (field.Number == 7 && field.IsMessage)
            {
                file._graphSeen = true;
                file.ReadGraph(stream, field.End, 0);
            }
            else if (field.Number == 8 && field.IsMessage)
                file.ReadOpset(stream, field.End);
        }
        if (!file._graphSeen)
            throw new ModelException($"{file.Name} holds no graph; it is no ONNX model.");
        file._inputs.RemoveAll(i => file._initializers.Contains(i.Name));
        return file;
    }

    private void ReadOpset(WireStream stream, long end)
    {
        var (domain, version) = ("", 0L);
        foreach (var field in stream.Fields(end))
        {
            if (field.Number == 1)
                domain = stream.Text(field);
            else if (field.Number == 2)
                version = (long)field.Value;
        }
        if (domain.Length == 0)
            Opset = version;
    }

    private void ReadGraph(WireStream stream, long end, int depth)
    {
        if (depth > DeepestGraph)
            throw new ModelException($"{Name}: graphs are nested more than {DeepestGraph} deep.");
        foreach (var field in stream.Fields(end))
            switch (field.Number)
            {
                case 1 when field.IsMessage: ReadNode(stream, field.End, depth); break;
                case 5 when field.IsMessage: ReadTensor(stream, field.End); break;
                case 11 when field.IsMessage && depth == 0: _inputs.Add(ReadValue(stream, field.End)); break;
                case 12 when field.IsMessage && depth == 0: _outputs.Add(ReadValue(stream, field.End)); break;
            }
    }

    private void ReadNode(WireStream stream, long end, int depth)
    {
        foreach (var field in stream.Fields(end))
        {
            if (field.Number == 4 && depth == 0)
                _operators.Add(stream.Text(field));
            else if (field.Number == 5 && field.IsMessage)
                foreach (var part in stream.Fields(field.End))
                {
                    if (part.Number is 5 or 10 && part.IsMessage)
                        ReadTensor(stream, part.End);
                    else if (part.Number is 6 or 11 && part.IsMessage)
                        ReadGraph(stream, part.End, depth + 1);
                }
        }
    }

    private void ReadTensor(WireStream stream, long end)
    {
        var (name, type, raw, external) = ("", 0, -1L, new Dictionary<string, string>(StringComparer.Ordinal));
        var shape = new List<long>();
        foreach (var field in stream.Fields(end))
            switch (field.Number)
            {
                case 1 when field.IsMessage: shape.AddRange(stream.Varints(field).Select(v => (long)v)); break;
                case 1: shape.Add((long)field.Value); break;
                case 2: type = (int)field.Value; break;
                case 8: name = stream.Text(field); break;
                case 9: raw = field.End - field.Start; break;
                case 13:
                    var (key, value) = ("", "");
                    foreach (var entry in stream.Fields(field.End))
                        (key, value) = entry.Number == 1 ? (stream.Text(entry), value) : (key, stream.Text(entry));
                    external[key] = value;
                    break;
            }
        _initializers.Add(name);
        CheckTensor(name, type, shape, raw, external);
    }

    private void CheckTensor(string name, int type, List<long> shape, long raw, Dictionary<string, string> external)
    {
        var count = 1L;
        foreach (var axis in shape)
        {
            if (axis < 0 || axis > 0 && count > (1L << 40) / axis)
                throw new ModelException($"{Name}: the tensor \"{name}\" claims the absurd shape [{string.Join(", ", shape)}].");
            count *= axis;
        }
        var bits = ElementTypes.Bits(type);
        var bytes = bits == 0 ? 0 : (count * bits + 7) / 8;
        if (bits > 0 && raw >= 0 && raw != bytes)
            throw new ModelException($"{Name}: the tensor \"{name}\" claims {bytes:N0} bytes but holds {raw:N0}.");
        if (bytes > 0)
            _weights[ElementTypes.Name(type)] = _weights.GetValueOrDefault(ElementTypes.Name(type)) + bytes;
        if (external.TryGetValue("location", out var location))
            CheckExternal(name, location, external, bytes);
    }

    private void CheckExternal(string name, string location, Dictionary<string, string> external, long bytes)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, location));
        if (System.IO.Path.IsPathRooted(location) || !path.StartsWith(folder + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new ModelException($"{Name}: the tensor \"{name}\" lies in \"{location}\", outside the model's folder.");
        if (!File.Exists(path))
            throw new ModelException($"{Name}: the file \"{location}\" that holds the tensor \"{name}\" is missing.");
        var offset = external.TryGetValue("offset", out var o) && long.TryParse(o, out var parsed) ? parsed : 0;
        var length = external.TryGetValue("length", out var l) && long.TryParse(l, out parsed) ? parsed : bytes;
        var size = new FileInfo(path).Length;
        if (offset < 0 || length < bytes || offset > size - length)
            throw new ModelException($"{Name}: the tensor \"{name}\" claims {Math.Max(length, bytes):N0} bytes at {offset:N0} of \"{location}\", which has {size:N0}.");
        _external.Add(location.Replace('\\', '/'));
    }

    private static GraphTensor ReadValue(WireStream stream, long end)
    {
        var (name, type) = ("", "unknown");
        List<string> shape = [];
        foreach (var field in stream.Fields(end))
        {
            if (field.Number == 1)
                name = stream.Text(field);
            else if (field.Number == 2 && field.IsMessage)
                foreach (var kind in stream.Fields(field.End))
                    if (kind.Number == 1 && kind.IsMessage)
                        foreach (var part in stream.Fields(kind.End))
                        {
                            if (part.Number == 1)
                                type = ElementTypes.Name((int)part.Value);
                            else if (part.Number == 2 && part.IsMessage)
                                shape = ReadShape(stream, part.End);
                        }
        }
        return new GraphTensor(name, type, shape);
    }

    private static List<string> ReadShape(WireStream stream, long end)
    {
        var shape = new List<string>();
        foreach (var axis in stream.Fields(end))
        {
            var text = "?";
            if (axis.IsMessage)
                foreach (var part in stream.Fields(axis.End))
                    text = part.Number == 1 ? part.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) : part.Number == 2 ? stream.Text(part) : text;
            shape.Add(text);
        }
        return shape;
    }
}
