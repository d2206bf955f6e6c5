using System.Text.Json.Nodes;
using EvalHarness.Core.Manifests.Positions;

namespace EvalHarness.Core.Manifests.Binding;

/// <summary>Binds a whole manifest.</summary>
internal static class ManifestBinder
{
    private const int MostSeeds = 1_000;

    public static Manifest? Bind(BindingContext context, PositionedNode root)
    {
        if (ObjectFields.Open(context, root, "", "the manifest") is not { } fields) return null;
        fields.Text("$schema");
        var name = fields.TextNode("name", required: true);
        if (name is not null && !ManifestNames.IsName(name.Text))
            fields.Wrong(name, "name", ManifestNames.NameRule);
        var seeds = Seeds(fields);
        var data = DataBinder.Bind(fields);
        var models = ModelBinder.Bind(fields);
        var suites = OwnSuiteBinder.Bind(fields);
        var comparisons = Comparisons(fields);
        var execution = ExecutionBinder.Bind(fields);
        var gate = GateBinder.Bind(fields, comparisons);
        var families = FamiliesBinder.Bind(fields, comparisons);
        var leaks = fields.OneOf("leaks", "warn", "fail");
        var alpha = fields.Number("alpha", new NumberRange(0, 1, OpenLow: true, OpenHigh: true));
        fields.Close();
        if (context.Errors.Any) return null;
        return new Manifest
        {
            Name = name!.Text,
            Seeds = seeds,
            Data = data,
            Models = models,
            Suites = suites,
            Comparisons = comparisons,
            Execution = execution,
            Gate = gate,
            Families = families,
            Leaks = leaks == "fail" ? LeakPolicy.Fail : LeakPolicy.Warn,
            Alpha = alpha ?? 0.05,
            Source = (JsonObject)root.ToJson()!,
            BaseFolder = context.BaseFolder,
        };
    }

    private static List<long> Seeds(ObjectFields fields)
    {
        fields.Exclude("seed", "seeds");
        var seed = fields.Whole("seed", NumberRange.Exact);
        if (fields.List("seeds", "a list of whole numbers", least: 1) is not { } items) return [seed ?? 0];
        if (items.Count > MostSeeds)
            fields.Context.Errors.Add(items[MostSeeds].Place, fields.PathOf("seeds"), $"seeds has {items.Count:#,0} entries; {MostSeeds:#,0} are allowed.");
        var seeds = new List<long>();
        for (var i = 0; i < Math.Min(MostSeeds, items.Count); i++)
        {
            var path = $"{fields.PathOf("seeds")}[{i}]";
            if (ObjectFields.WholeOf(fields.Context, items[i], path, NumberRange.Exact) is not { } one) continue;
            if (seeds.Contains(one))
                fields.Context.Errors.Add(items[i].Place, path, $"{path} is {one}, which stands in this list already; seeds must differ.", items[i].Shown);
            seeds.Add(one);
        }
        return seeds;
    }

    private static List<ComparisonDeclaration> Comparisons(ObjectFields fields)
    {
        var comparisons = new List<ComparisonDeclaration>();
        if (fields.List("comparisons", "a list of comparisons", least: 1, required: true) is not { } items) return comparisons;
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count && !fields.Context.Errors.Full; i++)
        {
            var path = $"comparisons[{i}]";
            if (ComparisonBinder.Bind(fields.Context, items[i], path) is not { } comparison) continue;
            if (comparison.Name.Length > 0 && !names.Add(comparison.Name))
                ComparisonBinder.Repeated(fields.Context, items[i], path, "comparison", "the manifest", comparison.Name);
            comparisons.Add(comparison);
        }
        return comparisons;
    }
}
