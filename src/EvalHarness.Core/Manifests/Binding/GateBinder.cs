using System.Text.Json;

namespace EvalHarness.Core.Manifests.Binding;

/// <summary>Binds <c>gate</c>.</summary>
internal static class GateBinder
{
    private const int MostLooks = 1_000_000;

    public static GateDeclaration? Bind(ObjectFields manifest, IReadOnlyList<ComparisonDeclaration> comparisons)
    {
        if (manifest.Object("gate") is not { } fields) return null;
        var defaults = new GateDeclaration();
        var against = fields.OneOf("against", "accepted");
        var systems = Systems(fields, comparisons);
        var margin = fields.Number("margin", NumberRange.From(0));
        double? rate = null;
        int? looks = null;
        if (fields.Object("falseAlarm") is { } alarm)
        {
            rate = alarm.Number("rate", new NumberRange(0, 1, OpenLow: true, OpenHigh: true));
            looks = alarm.Integer("looks", 1, MostLooks);
            alarm.Close();
        }
        fields.Close();
        return new GateDeclaration
        {
            Against = against ?? defaults.Against,
            Systems = systems ?? defaults.Systems,
            Margin = margin ?? defaults.Margin,
            FalseAlarmRate = rate ?? defaults.FalseAlarmRate,
            Looks = looks ?? defaults.Looks,
        };
    }

    private static IReadOnlyList<string>? Systems(ObjectFields fields, IReadOnlyList<ComparisonDeclaration> comparisons)
    {
        if (fields.Node.Member("systems")?.Value.Kind != JsonValueKind.Array)
            return fields.Take("systems") is { } node && fields.OneOf(node, "systems", "methods", "all") is { } word ? [word] : null;
        var names = fields.Texts("systems", least: 1);
        var known = comparisons.SelectMany(comparison => comparison.Baselines.Prepend(comparison.Method)).Select(system => system.Name)
            .Where(name => name.Length > 0).ToHashSet(StringComparer.Ordinal);
        var items = fields.Node.Member("systems")!.Value.Items;
        for (var i = 0; i < items.Count; i++)
            if (items[i].Kind == JsonValueKind.String && !known.Contains(items[i].Text))
                fields.Context.NoneOf(items[i].Place, $"{fields.PathOf("systems")}[{i}]", items[i].Text, "system of any comparison", known);
        return names;
    }
}
