using System.Text.Json;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.TabFact;

/// <summary>The benchmark's lists of table ids: a JSON list of texts.</summary>
internal static class TableIds
{
    /// <summary>Reads a list.</summary>
    public static HashSet<string> Read(DataFile file)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in JsonStream.Read(file))
            ids.Add(item.Value.ValueKind == JsonValueKind.String ? item.Value.GetString()!
                : throw item.Place.Error($"found {JsonRecord.Describe(item.Value)}", "a table id"));
        return ids;
    }

    /// <summary>The first of several lists that is there; empty where none is.</summary>
    public static HashSet<string> ReadIfThere(DataFolder folder, params ReadOnlySpan<string> names) => folder.FindAny(names) is { } file ? Read(file) : [];
}
