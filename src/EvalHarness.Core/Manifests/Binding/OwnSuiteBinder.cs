using System.Text.Json;
using EvalHarness.Core.Manifests.Positions;

namespace EvalHarness.Core.Manifests.Binding;

/// <summary>Binds <c>suites</c>: suites of the user's own.</summary>
internal static class OwnSuiteBinder
{
    public static Dictionary<string, OwnSuiteDeclaration> Bind(ObjectFields manifest)
    {
        var suites = new Dictionary<string, OwnSuiteDeclaration>(StringComparer.Ordinal);
        if (manifest.Object("suites") is not { } entries) return suites;
        foreach (var member in entries.Node.Members.TakeWhile(_ => !manifest.Context.Errors.Full))
        {
            manifest.Context.Suites.Add(member.Name);
            var path = entries.PathOf(member.Name);
            if (!ManifestNames.IsName(member.Name))
                manifest.Context.Errors.Add(member.Place, path, $"{Quotation.Name(member.Name)} is no name of a suite; it must be {ManifestNames.NameRule}.", member.Name);
            else if (manifest.Context.Vocabulary.SuiteFamilies?.Contains(member.Name) == true)
                manifest.Context.Errors.Add(member.Place, path, $"'{member.Name}' is the name of a built-in suite; give your own suite another name.", member.Name);
            if (ObjectFields.Open(manifest.Context, member.Value, path, "a suite of your own") is { } fields)
                suites[member.Name] = Suite(fields, member.Name);
        }
        return suites;
    }

    private static OwnSuiteDeclaration Suite(ObjectFields fields, string name)
    {
        var format = fields.Take("format", required: true) is { } node ? fields.OneOf(node, "format", "jsonl", "json", "csv", "tsv") : null;
        var path = fields.TextNode("path", required: true) is { } pathNode ? fields.Context.FullPath(pathNode, fields.PathOf("path")) : null;
        var pool = fields.TextNode("pool") is { } poolNode ? fields.Context.FullPath(poolNode, fields.PathOf("pool")) : null;
        var suite = new OwnSuiteDeclaration
        {
            Name = name,
            Format = format ?? "",
            Path = path ?? "",
            Pool = pool,
            Id = FieldName(fields, "id"),
            Cluster = FieldName(fields, "cluster"),
            Prompt = fields.Text("prompt", required: true) ?? "",
            Reference = fields.Text("reference"),
            Instruction = fields.Text("instruction") ?? "",
            Choices = Choices(fields),
            ChoicesField = FieldName(fields, "choicesField"),
            Groups = fields.Texts("groups") ?? [],
            Extraction = ExtractionBinder.Bind(fields),
            Metrics = Metrics(fields),
            Generation = GenerationBinder.BindOfSuite(fields),
        };
        fields.Exclude("choices", "choicesField");
        fields.Close();
        return suite;
    }

    private static string? FieldName(ObjectFields fields, string name)
    {
        if (fields.TextNode(name) is not { } node) return null;
        if (node.Text.Length > 0) return node.Text;
        fields.Wrong(node, name, "the name of a field of the file, or left out");
        return null;
    }

    private static IReadOnlyList<string>? Choices(ObjectFields fields)
    {
        if (fields.Node.Member("choices")?.Value is not { Kind: JsonValueKind.String } text) return fields.Texts("choices", least: 2);
        fields.Take("choices");
        fields.Wrong(text, "choices", "a list of texts; a field that holds each example's own choices is named by 'choicesField'");
        return null;
    }

    private static IReadOnlyList<string> Metrics(ObjectFields fields)
    {
        if (fields.Texts("metrics", least: 1) is not { } metrics) return ["exact-match"];
        var items = fields.Node.Member("metrics")!.Value.Items;
        for (var i = 0; i < items.Count; i++)
            if (items[i].Kind == JsonValueKind.String)
                MetricsBinder.CheckName(fields.Context, items[i], $"{fields.PathOf("metrics")}[{i}]");
        return metrics;
    }
}
