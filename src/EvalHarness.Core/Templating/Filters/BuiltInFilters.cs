using System.Collections.Frozen;

namespace EvalHarness.Core.Templating.Filters;

/// <summary>The built-in filters by name.</summary>
internal static class BuiltInFilters
{
    private static readonly FrozenDictionary<string, TemplateFunction> All = ((TemplateFunction[])[
        .. TextFilters.All, .. LayoutFilters.All, .. NumberFilters.All, .. SequenceFilters.All, .. OrderFilters.All, .. SelectionFilters.All,
        .. MarkupFilters.All, .. FormattingFilters.All,
    ]).ToFrozenDictionary(filter => filter.Name);

    /// <summary>A filter by its name or one of its aliases, or null.</summary>
    public static TemplateFunction? Find(string name) => All.GetValueOrDefault(name switch
    {
        "count" => "length",
        "d" => "default",
        "e" => "escape",
        _ => name,
    });
}
