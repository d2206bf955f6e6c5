using EvalHarness.Core.Manifests.Positions;

namespace EvalHarness.Core.Manifests.Binding;

/// <summary>Binds a comparison.</summary>
internal static class ComparisonBinder
{
    public static ComparisonDeclaration? Bind(BindingContext context, PositionedNode node, string path)
    {
        if (ObjectFields.Open(context, node, path, "a comparison") is not { } fields) return null;
        var nameNode = fields.TextNode("name");
        if (nameNode is not null && !ManifestNames.IsName(nameNode.Text))
            fields.Wrong(nameNode, "name", ManifestNames.NameRule);
        var suite = Suite(fields);
        var splitNode = fields.TextNode("split");
        if (splitNode is { Text.Length: 0 or > 64 })
            fields.Wrong(splitNode, "split", "the name of a split, or left out for the suite's default");
        var limit = fields.Integer("limit", 1, int.MaxValue);
        var order = fields.OneOf("limitBy", "hash", "first");
        var ids = fields.Texts("ids", least: 1);
        fields.Exclude("limit", "ids");
        var method = fields.Take("method", required: true) is { } methodNode ? SystemBinder.Bind(context, methodNode, fields.PathOf("method")) : null;
        var baselines = Baselines(fields, method);
        var metrics = MetricsBinder.Bind(fields);
        var generation = GenerationBinder.Bind(fields);
        var settings = SettingsBinder.Bind(fields);
        var sweep = SweepBinder.Bind(fields);
        var primaryPoint = SweepBinder.BindPrimaryPoint(fields, sweep);
        var margin = fields.Number("margin", NumberRange.Above(0));
        fields.Close();
        return new ComparisonDeclaration
        {
            Name = nameNode?.Text ?? ManifestNames.DefaultComparisonName(suite, splitNode?.Text),
            Suite = suite,
            Split = splitNode?.Text,
            Limit = limit,
            LimitByFirst = order == "first",
            Ids = ids,
            Method = method ?? new SystemDeclaration { Name = "", System = "" },
            Baselines = baselines,
            Metrics = metrics,
            Generation = generation,
            Settings = settings,
            Sweep = sweep,
            PrimaryPoint = primaryPoint,
            Margin = margin,
        };
    }

    private static string Suite(ObjectFields fields)
    {
        if (fields.TextNode("suite", required: true) is not { } node) return "";
        var context = fields.Context;
        if (!ManifestNames.IsSuiteAddress(node.Text))
            fields.Wrong(node, "suite", ManifestNames.SuiteAddressRule);
        else if (context.Vocabulary.SuiteFamilies is { } families && !context.Suites.Contains(node.Text) && !families.Contains(node.Text.Split(':')[0]))
            context.NoneOf(node.Place, fields.PathOf("suite"), node.Text, "suite", [.. context.Suites, .. families]);
        return node.Text;
    }

    private static List<SystemDeclaration> Baselines(ObjectFields fields, SystemDeclaration? method)
    {
        var baselines = new List<SystemDeclaration>();
        if (fields.List("baselines", "a list of systems") is not { } items) return baselines;
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (method is { Name.Length: > 0 }) names.Add(method.Name);
        for (var i = 0; i < items.Count && !fields.Context.Errors.Full; i++)
        {
            var path = $"{fields.PathOf("baselines")}[{i}]";
            if (SystemBinder.Bind(fields.Context, items[i], path) is not { } baseline) continue;
            if (baseline.Name.Length > 0 && !names.Add(baseline.Name))
                Repeated(fields.Context, items[i], path, "system", "its comparison", baseline.Name);
            baselines.Add(baseline);
        }
        return baselines;
    }

    /// <summary>A name that was taken already, given or made by default.</summary>
    public static void Repeated(BindingContext context, PositionedNode node, string path, string what, string where, string name)
    {
        var given = node.Member("name")?.Value;
        var end = given is null ? $", made by default; give this {what} a 'name' of its own." : "; names must differ.";
        context.Errors.Add(given?.Place ?? node.Place, given is null ? path : $"{path}.name", $"{path} is the second {what} of {where} with the name '{name}'{end}", name);
    }
}
