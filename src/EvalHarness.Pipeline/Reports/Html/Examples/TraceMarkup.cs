using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html.Examples;

/// <summary>
/// Draws a trace: tables as tables, lists of steps as numbered lists, objects as names and values. A table is an object with <c>header</c> (or
/// <c>columns</c>) and <c>rows</c>, a list of lists of equal length, or a list of flat objects with the same names.
/// </summary>
internal sealed class TraceMarkup(HtmlPage page)
{
    private const int MostParts = 1_500;
    private const int MostRows = 60;
    private const int Deepest = 12;

    private int _parts;

    public void Write(JsonNode? trace) => Write(trace, 0);

    private void Write(JsonNode? node, int depth)
    {
        if (++_parts > MostParts || depth > Deepest)
        {
            if (_parts == MostParts + 1 || depth > Deepest) page.Write($"<em class=\"muted\">the rest stands in predictions/</em>");
            return;
        }
        switch (node)
        {
            case JsonObject members when TableOf(members) is var (header, rows): Table(header, rows, Caption(members), depth); break;
            case JsonObject members: Members(members, depth); break;
            case JsonArray { Count: 0 }: page.Write($"<em class=\"muted\">empty</em>"); break;
            case JsonArray items when Records(items) is { } header: Table(header, [.. items.Select(item => (IReadOnlyList<JsonNode?>)[.. header.Select(name => item![name])])], null, depth); break;
            case JsonArray items when IsGrid(items): Table([], [.. items.Select(item => (IReadOnlyList<JsonNode?>)[.. item!.AsArray()])], null, depth); break;
            case JsonArray items when items.All(item => item is null or JsonValue) && items.Count > 3: Scalars(items); break;
            case JsonArray items: List(items, depth); break;
            default: Scalar(node); break;
        }
    }

    private void Members(JsonObject members, int depth)
    {
        page.Write($"<dl class=\"trace{(members.All(member => member.Value is null or JsonValue) ? " flat" : "")}\">");
        foreach (var (name, value) in members.Take(MostParts))
        {
            page.Write($"<dt>{name}</dt><dd>");
            Write(value, depth + 1);
            page.Write($"</dd>");
        }
        page.Write($"</dl>");
    }

    private void List(JsonArray items, int depth)
    {
        page.Write($"<ol class=\"trace\">");
        foreach (var item in items.Take(MostParts))
        {
            page.Write($"<li>");
            Write(item, depth + 1);
            page.Write($"</li>");
        }
        page.Write($"</ol>");
    }

    private void Scalars(JsonArray items)
    {
        page.Write($"<span class=\"num\">{string.Join(", ", items.Take(MostRows).Select(Plain))}{(items.Count > MostRows ? $" and {NumberText.Count(items.Count - MostRows)} more" : "")}</span>");
        _parts += Math.Min(items.Count, MostRows);
    }

    private void Table(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<JsonNode?>> rows, string? caption, int depth)
    {
        page.Write($"<div class=\"scroll\"><table class=\"data\">{Markup.When(caption is not null, part => part.Write($"<caption>{caption}</caption>"))}");
        if (header.Count > 0)
        {
            page.Write($"<thead><tr>");
            foreach (var name in header) page.Write($"<th scope=\"col\">{name}</th>");
            page.Write($"</tr></thead>");
        }
        page.Write($"<tbody>");
        foreach (var row in rows.Take(MostRows).TakeWhile(_ => _parts <= MostParts))
        {
            page.Write($"<tr>");
            foreach (var cell in row)
            {
                page.Write($"<td>");
                if (cell is JsonValue or null) Scalar(cell);
                else Write(cell, depth + 1);
                page.Write($"</td>");
                _parts++;
            }
            page.Write($"</tr>");
        }
        page.Write($"</tbody></table></div>{Markup.When(rows.Count > MostRows, part => part.Write($"<small>{NumberText.Count(rows.Count - MostRows)} further rows</small>"))}");
    }

    private void Scalar(JsonNode? node)
    {
        var text = Plain(node);
        if (text.Length > 120 || text.Contains('\n', StringComparison.Ordinal)) FoldedText.Write(page, text);
        else page.Write($"<span class=\"text\">{text}</span>");
    }

    private static string Plain(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => NumberText.None,
        JsonValueKind.String => node.GetValue<string>(),
        _ => node.ToJsonString().Replace('-', node.GetValueKind() == JsonValueKind.Number ? NumberText.Minus : '-'),
    };

    private static string? Caption(JsonObject members) => members["caption"]?.GetValueKind() == JsonValueKind.String ? members["caption"]!.GetValue<string>() : null;

    private static (IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<JsonNode?>> Rows)? TableOf(JsonObject members)
    {
        if ((members["header"] ?? members["columns"]) is not JsonArray header || members["rows"] is not JsonArray rows) return null;
        if (!header.All(name => name is JsonValue) || !rows.All(row => row is JsonArray) || members.Any(member => member.Key is not ("header" or "columns" or "rows" or "caption"))) return null;
        return ([.. header.Select(Plain)], [.. rows.Select(row => (IReadOnlyList<JsonNode?>)[.. row!.AsArray()])]);
    }

    private static List<string>? Records(JsonArray items)
    {
        if (items.Count < 2 || items[0] is not JsonObject { Count: > 0 and <= 12 } first) return null;
        var names = first.Select(member => member.Key).ToList();
        return items.All(item => item is JsonObject row && row.Count == names.Count && names.All(name => row.TryGetPropertyValue(name, out var value) && (value is null or JsonValue))) ? names : null;
    }

    private static bool IsGrid(JsonArray items) =>
        items.Count >= 2 && items[0] is JsonArray { Count: > 1 } first && items.All(item => item is JsonArray row && row.Count == first.Count && row.All(cell => cell is null or JsonValue));
}
