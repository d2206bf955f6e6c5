using System.Text.Json;
using EvalHarness.Core.Manifests.Positions;

namespace EvalHarness.Core.Manifests.Binding;

/// <summary>Binds <c>metrics</c>: names, or objects of a name and options.</summary>
internal static class MetricsBinder
{
    public static List<MetricDeclaration> Bind(ObjectFields parent)
    {
        var metrics = new List<MetricDeclaration>();
        if (parent.List("metrics", "a list of metrics") is not { } items) return metrics;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count && !parent.Context.Errors.Full; i++)
        {
            var path = $"{parent.PathOf("metrics")}[{i}]";
            var (name, options) = Entry(parent.Context, items[i], path);
            if (name is null) continue;
            CheckName(parent.Context, name, path);
            var metric = new MetricDeclaration(name.Text, options);
            if (!seen.Add($"{metric.Name} {string.Join(' ', options.OrderBy(option => option.Key, StringComparer.Ordinal))}"))
                parent.Context.Errors.Add(items[i].Place, path, $"{path} is {name.Shown} with the same options as an earlier entry; remove one of them.", name.Shown);
            metrics.Add(metric);
        }
        return metrics;
    }

    /// <summary>Checks a metric's name, or a figure's (<c>squad.f1</c>), against the vocabulary.</summary>
    public static void CheckName(BindingContext context, PositionedNode name, string path)
    {
        if (context.Vocabulary.Metrics is not { } known) return;
        if (FactoryOf(context, name.Text) is null)
            context.NoneOf(name.Place, path, name.Text, "metric", [.. known.Select(factory => factory.Name)]);
    }

    private static Metrics.MetricFactory? FactoryOf(BindingContext context, string name)
    {
        var end = name.AsSpan().IndexOfAny('.', '@');
        return context.Vocabulary.Metrics?.FirstOrDefault(factory => factory.Name == name || (end > 0 && factory.Name == name[..end]));
    }

    private static (PositionedNode? Name, Dictionary<string, string> Options) Entry(BindingContext context, PositionedNode node, string path)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        if (node.Kind == JsonValueKind.String && node.Text.Length > 0) return (node, options);
        if (node.Kind != JsonValueKind.Object)
        {
            context.Errors.Add(node.Place, path, $"{path} is {node.Shown}; it must be a metric's name, or an object of its 'name' and options.", node.Shown);
            return (null, options);
        }
        var name = ObjectFields.Open(context, node, path, "a metric")!.TextNode("name", required: true);
        var known = name is null ? null : FactoryOf(context, name.Text)?.Options;
        foreach (var member in node.Members.Where(member => member.Name != "name"))
        {
            var optionPath = ManifestPath.Member(path, member.Name);
            var option = known?.FirstOrDefault(candidate => candidate.Name == member.Name);
            if (known is not null && option is null)
                Unknown(context, member, optionPath, name!.Text, [.. known.Select(candidate => candidate.Name)]);
            else if (OptionText(member.Value) is not { } text)
                context.Errors.Add(member.Value.Place, optionPath, $"{optionPath} is {member.Value.Shown}; it must be a text, a number, true, false, or a list of texts and numbers.", member.Value.Shown);
            else if (option?.Allowed is { } allowed && !allowed.Contains(text))
                context.NoneOf(member.Value.Place, optionPath, text, $"value of '{member.Name}'", allowed);
            else
                options[member.Name] = text;
        }
        return (name, options);
    }

    private static void Unknown(BindingContext context, PositionedMember member, string path, string metric, IReadOnlyList<string> known)
    {
        var suggestion = NearestName.Find(member.Name, known);
        context.Errors.Add(member.Place, path,
            $"{Quotation.Name(member.Name)} is no option of the metric {Quotation.Of(metric)}{(suggestion is null ? "" : $"; did you mean '{suggestion}'?")}{(suggestion is null ? "; i" : " I")}ts options are {Quotation.List(known)}.",
            member.Name, known, suggestion);
    }

    private static string? OptionText(PositionedNode node) => node.Kind switch
    {
        JsonValueKind.String or JsonValueKind.Number => node.Text,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array when node.Items.All(item => item.Kind is JsonValueKind.String or JsonValueKind.Number) => string.Join(',', node.Items.Select(item => item.Text)),
        _ => null,
    };
}
