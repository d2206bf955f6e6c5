using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EvalHarness.Core.Manifests.Positions;

/// <summary>One step of a path.</summary>
/// <param name="Name">A field, or a list's entry by its name; null for the other two.</param>
/// <param name="Index">An entry of a list, from 0; null for the other two.</param>
/// <param name="Offset">Where it stands in the path's text, in UTF-16 units.</param>
internal readonly record struct PathStep(string? Name, int? Index, int Offset)
{
    /// <summary>Whether it means every entry: <c>[*]</c> or <c>*</c>.</summary>
    public bool All => Name is null && Index is null;

    public override string ToString() => Name ?? (Index is { } index ? $"[{index}]" : "*");
}

/// <summary>Paths such as <c>comparisons[0].limit</c>, <c>comparisons.tables.limit</c>, <c>models["qwen2.5"].path</c>, <c>comparisons[*].limit</c>.</summary>
internal static class ManifestPath
{
    private static readonly SearchValues<char> Special = SearchValues.Create(" .[]=\"*");

    /// <summary>The path of a member: with a dot, or in brackets where its name holds characters that a path gives a meaning.</summary>
    public static string Member(string path, string name) =>
        name.Length > 0 && !name.AsSpan().ContainsAny(Special) && !name.Any(char.IsControl)
            ? path.Length == 0 ? name : $"{path}.{name}"
            : $"{path}[{Quoted(name)}]";

    /// <summary>The path with a step added.</summary>
    public static string Add(string path, PathStep step) => step.Name is { } name ? Member(path, name) : $"{path}{(step.All ? "[*]" : step.ToString())}";

    /// <summary>Reads a path, up to an equals sign outside quotes if there is one.</summary>
    /// <param name="text">The path, perhaps with <c>=value</c> behind it.</param>
    /// <param name="steps">Its steps.</param>
    /// <param name="end">Where the path ends: at the equals sign, or at the end of the text.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Parse(string text, out List<PathStep> steps, out int end)
    {
        steps = [];
        end = 0;
        while (end < text.Length && text[end] != '=')
        {
            var problem = text[end] == '[' ? Bracket(text, ref end, steps) : Field(text, ref end, steps);
            if (problem is not null) return problem;
        }
        return steps.Count == 0 ? "it names no field" : null;
    }

    private static string Quoted(string name) => JsonValue.Create(name).ToJsonString();

    private static string? Field(string text, ref int at, List<PathStep> steps)
    {
        if (steps.Count > 0)
        {
            if (text[at] != '.') return $"a '.' or '[' is missing before {Quotation.Of(text[at..])}";
            at++;
        }
        var start = at;
        while (at < text.Length && text[at] is not ('.' or '[' or ']' or '=')) at++;
        if (at == start) return "a name is missing between two dots or at an end";
        var name = text[start..at];
        steps.Add(name == "*" ? new PathStep(null, null, start) : new PathStep(name, null, start));
        return null;
    }

    private static string? Bracket(string text, ref int at, List<PathStep> steps)
    {
        var start = ++at;
        if (at < text.Length && text[at] == '"')
        {
            for (at++; at < text.Length && text[at] != '"'; at++)
                if (text[at] == '\\') at++;
            if (at + 1 >= text.Length || text[at + 1] != ']') return "a bracket with a quoted name must end in '\"]'";
            if (Unquoted(text[start..(at + 1)]) is not { } name) return $"{Quotation.Of(text[start..(at + 1)])} is no quoted text";
            steps.Add(new PathStep(name, null, start));
            at += 2;
            return null;
        }
        var close = text.IndexOf(']', at);
        var inside = close < 0 ? "" : text[at..close];
        if (inside == "*")
            steps.Add(new PathStep(null, null, start));
        else if (int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            steps.Add(new PathStep(null, index, start));
        else
            return "a bracket must hold an index from 0, a name in double quotes, or *";
        at = close + 1;
        return null;
    }

    private static string? Unquoted(string quoted)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(quoted));
            return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
