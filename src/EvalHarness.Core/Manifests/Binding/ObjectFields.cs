using System.Globalization;
using System.Text.Json;
using EvalHarness.Core.Manifests.Positions;

namespace EvalHarness.Core.Manifests.Binding;

/// <summary>
/// Reads the fields of one object. A field is known once it was asked for; <see cref="Close"/> reports all others. Everything returns null
/// where the field is absent or wrong; what is wrong has then been reported.
/// </summary>
internal sealed class ObjectFields
{
    private readonly string _what;
    private readonly List<string> _known = [];

    private ObjectFields(BindingContext context, PositionedNode node, string path, string what) =>
        (Context, Node, Path, _what) = (context, node, path, what);

    public BindingContext Context { get; }

    public PositionedNode Node { get; }

    public string Path { get; }

    /// <summary>Opens a value that must be an object.</summary>
    /// <param name="context">Shared.</param>
    /// <param name="node">The value.</param>
    /// <param name="path">Its path.</param>
    /// <param name="what">What it is, with its article: "a comparison".</param>
    public static ObjectFields? Open(BindingContext context, PositionedNode node, string path, string what)
    {
        if (node.Kind == JsonValueKind.Object) return new ObjectFields(context, node, path, what);
        context.Errors.Add(node.Place, path, $"{(path.Length == 0 ? "The manifest" : path)} is {node.Shown}; it must be an object{(path.Length == 0 ? ", with 'name' and 'comparisons' at least" : "")}.", node.Shown);
        return null;
    }

    public string PathOf(string name) => ManifestPath.Member(Path, name);

    /// <summary>The field's value whatever its form; null is never a value.</summary>
    public PositionedNode? Take(string name, bool required = false)
    {
        _known.Add(name);
        var value = Node.Member(name)?.Value;
        if (value is null && required)
            Context.Errors.Add(Node.Place, PathOf(name), $"'{name}' is missing: {_what} needs it.");
        if (value?.Kind != JsonValueKind.Null) return value;
        Wrong(value, name, required ? "a value" : "left out rather than null");
        return null;
    }

    public ObjectFields? Object(string name, string? what = null) => Take(name) is { } node ? Open(Context, node, PathOf(name), what ?? $"'{name}'") : null;

    public IReadOnlyList<PositionedNode>? List(string name, string form, int least = 0, bool required = false)
    {
        if (Take(name, required) is not { } node) return null;
        if (node.Kind == JsonValueKind.Array && node.Items.Count >= least) return node.Items;
        if (node.Kind == JsonValueKind.Array)
            Context.Errors.Add(node.Place, PathOf(name), $"{PathOf(name)} is an empty list; it must be {form}, with at least one entry.", "[]");
        else
            Wrong(node, name, form);
        return null;
    }

    public PositionedNode? TextNode(string name, bool required = false)
    {
        if (Take(name, required) is not { } node) return null;
        if (node.Kind == JsonValueKind.String) return node;
        Wrong(node, name, "a text");
        return null;
    }

    public string? Text(string name, bool required = false) => TextNode(name, required)?.Text;

    public bool? Flag(string name)
    {
        if (Take(name) is not { } node) return null;
        if (node.Kind is JsonValueKind.True or JsonValueKind.False) return node.Kind == JsonValueKind.True;
        Wrong(node, name, "true or false");
        return null;
    }

    public double? Number(string name, NumberRange range, bool required = false) =>
        Take(name, required) is { } node ? NumberOf(Context, node, PathOf(name), range) : null;

    public long? Whole(string name, NumberRange range) => Take(name) is { } node ? WholeOf(Context, node, PathOf(name), range) : null;

    public int? Integer(string name, int low, int high) => (int?)Whole(name, new NumberRange(low, high));

    /// <summary>One of a few texts.</summary>
    public string? OneOf(string name, params string[] allowed) => Take(name) is { } node ? OneOf(node, name, allowed) : null;

    /// <summary>One of a few texts.</summary>
    public string? OneOf(PositionedNode node, string name, params string[] allowed)
    {
        if (node.Kind == JsonValueKind.String && allowed.Contains(node.Text)) return node.Text;
        var suggestion = node.Kind == JsonValueKind.String ? NearestName.Find(node.Text, allowed) : null;
        Context.Errors.Add(node.Place, PathOf(name), $"{PathOf(name)} is {node.Shown}; it must be {Choice(allowed)}.{(suggestion is null ? "" : $" Did you mean \"{suggestion}\"?")}",
            node.Shown, allowed, suggestion);
        return null;
    }

    /// <summary>A list of texts, none twice unless allowed.</summary>
    public IReadOnlyList<string>? Texts(string name, int least = 0, bool mayRepeat = false, bool mayBeEmptyText = false) =>
        List(name, "a list of texts", least) is { } items ? Texts(items, name, mayRepeat, mayBeEmptyText) : null;

    private List<string> Texts(IReadOnlyList<PositionedNode> items, string name, bool mayRepeat, bool mayBeEmptyText)
    {
        var texts = new List<string>(items.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count && !Context.Errors.Full; i++)
        {
            var path = $"{PathOf(name)}[{i}]";
            if (items[i].Kind != JsonValueKind.String)
                Context.Errors.Add(items[i].Place, path, $"{path} is {items[i].Shown}; it must be a text.", items[i].Shown);
            else if (items[i].Text.Length == 0 && !mayBeEmptyText)
                Context.Errors.Add(items[i].Place, path, $"{path} is an empty text; remove it or fill it in.", "\"\"");
            else if (!seen.Add(items[i].Text) && !mayRepeat)
                Context.Errors.Add(items[i].Place, path, $"{path} is {items[i].Shown}, which stands in this list already.", items[i].Shown);
            else
                texts.Add(items[i].Text);
        }
        return texts;
    }

    /// <summary>A field of the wrong form.</summary>
    public void Wrong(PositionedNode node, string name, string form) =>
        Context.Errors.Add(node.Place, PathOf(name), $"{PathOf(name)} is {node.Shown}; it must be {form}.", node.Shown);

    /// <summary>Two fields that exclude each other.</summary>
    public void Exclude(string first, string second)
    {
        if (Node.Member(first) is not { } a || Node.Member(second) is not { } b) return;
        var later = a.Place.Source == b.Place.Source && a.Place.Offset > b.Place.Offset ? a : b;
        Context.Errors.Add(later.Place, PathOf(later.Name), $"'{first}' and '{second}' exclude each other; keep one of them.", later.Name, [first, second]);
    }

    /// <summary>Reports fields nobody asked for.</summary>
    public void Close()
    {
        foreach (var member in Node.Members.TakeWhile(_ => !Context.Errors.Full))
            if (!_known.Contains(member.Name))
                Unknown(member);
    }

    private void Unknown(PositionedMember member)
    {
        var suggestion = NearestName.Find(member.Name, _known.Where(name => Node.Member(name) is null)) ?? NearestName.Find(member.Name, _known);
        Context.Errors.Add(member.Place, PathOf(member.Name),
            $"{Quotation.Name(member.Name)} is no field of {_what}{(suggestion is null ? "; its fields are " : $"; did you mean '{suggestion}'? Its fields are ")}{Quotation.List(_known)}.",
            member.Name, [.. _known], suggestion);
    }

    public static double? NumberOf(BindingContext context, PositionedNode node, string path, NumberRange range)
    {
        if (node.Kind == JsonValueKind.Number && Value(node) is var value && range.Holds(value)) return value;
        context.Errors.Add(node.Place, path, $"{path} is {node.Shown}; it must be a number{range}.", node.Shown);
        return null;
    }

    public static long? WholeOf(BindingContext context, PositionedNode node, string path, NumberRange range)
    {
        if (node.Kind == JsonValueKind.Number && Value(node) is var value && value == Math.Truncate(value) && range.Holds(value)) return (long)value;
        context.Errors.Add(node.Place, path, $"{path} is {node.Shown}; it must be a whole number{range}.", node.Shown);
        return null;
    }

    private static double Value(PositionedNode node) => double.Parse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Choice(string[] allowed) =>
        allowed.Length == 1 ? $"\"{allowed[0]}\"" : $"{string.Join(", ", allowed[..^1].Select(text => $"\"{text}\""))} or \"{allowed[^1]}\"";
}
