using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Core.Manifests.Positions;
using EvalHarness.Core.Models;

namespace EvalHarness.Core.Manifests.Binding;

/// <summary>Binds <c>models</c>. A provider's own options stay JSON; the provider checks them.</summary>
internal static class ModelBinder
{
    public static Dictionary<string, ModelDeclaration> Bind(ObjectFields manifest)
    {
        var models = new Dictionary<string, ModelDeclaration>(StringComparer.Ordinal);
        if (manifest.Object("models") is not { } entries) return models;
        foreach (var member in entries.Node.Members.TakeWhile(_ => !manifest.Context.Errors.Full))
        {
            manifest.Context.Models.Add(member.Name);
            var path = entries.PathOf(member.Name);
            if (!ManifestNames.IsModelName(member.Name))
                manifest.Context.Errors.Add(member.Place, path, $"{Quotation.Name(member.Name)} is no name of a model; it must be {ManifestNames.ModelNameRule}.", member.Name);
            if (ObjectFields.Open(manifest.Context, member.Value, path, "a model") is { } fields)
                models[member.Name] = Model(fields, member.Name);
        }
        return models;
    }

    private static ModelDeclaration Model(ObjectFields fields, string name)
    {
        var context = fields.Context;
        var provider = fields.TextNode("provider", required: true);
        if (provider is not null && context.Vocabulary.Providers is { } known && !known.Contains(provider.Text))
            context.NoneOf(provider.Place, fields.PathOf("provider"), provider.Text, "provider of models", known);
        var price = fields.Object("price") is { } priced ? Price(priced) : null;
        if (fields.Node.Member("path") is { } path && path.Value.Kind == JsonValueKind.String)
            context.FullPath(path.Value, fields.PathOf("path"));
        var options = new JsonObject();
        foreach (var member in fields.Node.Members)
            if (member.Name is not ("provider" or "price"))
                options[member.Name] = member.Value.ToJson();
        return new ModelDeclaration(name, provider?.Text ?? "", options, context.BaseFolder) { Price = price };
    }

    private static ModelPrice Price(ObjectFields fields)
    {
        var prompt = fields.Number("promptPerMillion", NumberRange.From(0), required: true);
        var completion = fields.Number("completionPerMillion", NumberRange.From(0), required: true);
        var currency = fields.TextNode("currency");
        if (currency is not null && (currency.Text.Length != 3 || !currency.Text.All(char.IsAsciiLetterUpper)))
            fields.Wrong(currency, "currency", "an ISO code of three capital letters, such as \"USD\"");
        fields.Close();
        return new ModelPrice(prompt ?? 0, completion ?? 0, currency?.Text ?? "USD");
    }
}
