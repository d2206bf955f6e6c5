using System.Text;
using System.Text.Json;

namespace EvalHarness.Core.Manifests.Positions;

/// <summary>
/// Applies <c>path=value</c> overrides to the tree before it is bound. A step through a list may be an index, an entry's name, or <c>*</c> for all.
/// Fields that are absent are made, so that the binder can judge them; entries that are named by the user are never made on the way.
/// </summary>
internal sealed class OverrideSet
{
    private static readonly string[] NamedEntries = ["data", "models", "suites", "families"];

    private readonly ErrorList _errors;
    private readonly string _text;
    private readonly SourceText _source;
    private readonly int _valueOffset;
    private readonly List<PathStep> _steps;

    private OverrideSet(string text, List<PathStep> steps, int end, ErrorList errors)
    {
        _text = text;
        _steps = steps;
        _errors = errors;
        // The value is left out of the name: it may be a secret.
        _source = new SourceText($"--set {Quotation.OneLine(text[..end])}", Encoding.UTF8.GetBytes(text));
        _valueOffset = Encoding.UTF8.GetByteCount(text.AsSpan(0, Math.Min(text.Length, end + 1)));
    }

    public static void Apply(PositionedNode root, IReadOnlyList<string> overrides, ErrorList errors)
    {
        foreach (var text in overrides)
        {
            var problem = ManifestPath.Parse(text, out var steps, out var end);
            // Of an unreadable path only what stands before the first '=' is shown: a value may be a secret.
            if (problem is not null) end = text.IndexOf('=', StringComparison.Ordinal) is var equals and >= 0 ? equals : text.Length;
            var set = new OverrideSet(text, steps, end, errors);
            if (problem is not null)
                set.Error(0, $"The override is no path and value such as comparisons[0].limit=50: {problem}.");
            else if (end >= text.Length)
                set.Error(text.Length, "The override has no value; write it behind an '=', such as comparisons[0].limit=50.");
            else
                set.Step(root, 0, "");
        }
    }

    private void Step(PositionedNode node, int at, string path)
    {
        var step = _steps[at];
        switch (node.Kind)
        {
            case JsonValueKind.Object:
                StepIntoObject(node, at, path, step);
                break;
            case JsonValueKind.Array:
                StepIntoList(node, at, path, step);
                break;
            default:
                Error(step.Offset, $"{path} is {node.Shown}, which has no '{step}'.");
                break;
        }
    }

    private void StepIntoObject(PositionedNode node, int at, string path, PathStep step)
    {
        var last = at == _steps.Count - 1;
        if (step.All)
        {
            foreach (var each in node.Members.ToList())
                Descend(node, each, at, path);
            return;
        }
        if (step.Name is not { } name)
        {
            Error(step.Offset, $"{(path.Length == 0 ? "The manifest" : path)} is an object, not a list; {step} addresses nothing in it.");
            return;
        }
        var member = node.Member(name);
        if (member is null && (last ? Value() is null && !_steps.Any(each => each.All) : (at == 1 && NamedEntries.Contains(_steps[0].Name)) || _steps[at + 1].Name is null))
        {
            Nothing(step.Offset, path, name, [.. node.Members.Select(each => each.Name)]);
            return;
        }
        if (member is null)
        {
            // An absent field on the way is made as an empty object: the binder knows whether there is such a field.
            member = new PositionedMember(name, PlaceOf(step.Offset), new PositionedNode(JsonValueKind.Object, PlaceOf(step.Offset)));
            node.Members.Add(member);
        }
        Descend(node, member, at, path);
    }

    private void Descend(PositionedNode parent, PositionedMember member, int at, string path)
    {
        var memberPath = ManifestPath.Member(path, member.Name);
        if (at < _steps.Count - 1)
            Step(member.Value, at + 1, memberPath);
        else if (Value() is { } value)
            member.Value = value;
        else
            parent.Members.Remove(member);
    }

    private void StepIntoList(PositionedNode list, int at, string path, PathStep step)
    {
        List<int> chosen = step.All ? [.. Enumerable.Range(0, list.Items.Count)]
            : step.Index is { } index ? index < list.Items.Count ? [index] : []
            : list.Items.FindIndex(item => EntryName(item) == step.Name) is var found and >= 0 ? [found] : [];
        if (chosen.Count == 0)
        {
            if (step.Name is { } name)
                Nothing(step.Offset, path, name, [.. list.Items.Select(EntryName).OfType<string>()]);
            else
                Error(step.Offset, $"{path} has {list.Items.Count} entries; {step} addresses none of them (the first is [0]).");
            return;
        }
        foreach (var i in chosen)
            if (at < _steps.Count - 1)
                Step(list.Items[i], at + 1, $"{path}[{i}]");
            else if (Value() is { } value)
                list.Items[i] = value;
        if (at == _steps.Count - 1 && Value() is null)
            foreach (var i in chosen.OrderDescending())
                list.Items.RemoveAt(i);
    }

    /// <summary>The name of a comparison, system or metric in a list, given or made by default.</summary>
    public static string? EntryName(PositionedNode entry)
    {
        if (entry.Kind == JsonValueKind.String) return entry.Text;
        return TextOf("name") ?? TextOf("system") ?? (TextOf("suite") is { } suite ? ManifestNames.DefaultComparisonName(suite, TextOf("split")) : null);

        string? TextOf(string field) => entry.Member(field)?.Value is { Kind: JsonValueKind.String } value ? value.Text : null;
    }

    /// <summary>The value: JSON where it reads as such, else the text itself. JSON's null removes what is addressed.</summary>
    private PositionedNode? Value()
    {
        var problems = new ErrorList();
        var value = PositionedJsonReader.Read(_source, _valueOffset, problems);
        if (value is null || problems.Any)
            value = new PositionedNode(JsonValueKind.String, new Place(_source, _valueOffset), Encoding.UTF8.GetString(_source.Bytes.Span[_valueOffset..]));
        return value.Kind == JsonValueKind.Null ? null : value;
    }

    private void Nothing(int offset, string path, string name, IReadOnlyList<string> names)
    {
        var suggestion = NearestName.Find(name, names);
        Error(offset, $"{(path.Length == 0 ? "The manifest" : path)} has no entry {Quotation.Name(name)}{(suggestion is null ? "" : $"; did you mean '{ManifestPath.Member("", suggestion)}'?")}{(suggestion is null ? "; i" : " I")}t has {Quotation.List(names)}.",
            name, names, suggestion);
    }

    private void Error(int offset, string message, string? found = null, IReadOnlyList<string>? names = null, string? suggestion = null) =>
        _errors.Add(PlaceOf(offset), _steps.Aggregate("", ManifestPath.Add), message, found, names, suggestion);

    private Place PlaceOf(int offset) => new(_source, Encoding.UTF8.GetByteCount(_text.AsSpan(0, Math.Min(_text.Length, offset))));
}
