using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Core.Manifests;
using EvalHarness.Testing;
using Json.Schema;

namespace EvalHarness.Core.Tests.Manifests;

public sealed class ManifestSchemaTests
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static TheoryData<string> Manifests { get; } = [ManifestText.Contract, ManifestText.Full, ManifestText.With(), ManifestSchema.Starter];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Right_manifests_validate(string text) => AssertValid(text);

    [Fact]
    public void Every_manifest_of_the_repository_reads_and_validates()
    {
        var folder = SharedFolder.InRepository("benchmarks-data", "manifests");
        Assert.SkipUnless(Directory.Exists(folder), "The repository has no manifests yet.");
        var files = Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories).Where(file => !file.EndsWith(".schema.json", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            AssertValid(File.ReadAllText(file));
            Assert.Empty(new ManifestReader(ManifestVocabulary.Unchecked).Read(File.ReadAllBytes(file), file, Path.GetDirectoryName(file)!, []).Errors);
        });
    }

    [Fact]
    public void The_starter_reads_without_an_error()
    {
        var manifest = ManifestText.Valid(ManifestSchema.Starter);
        Assert.Equal(["few-shot", "zero-shot", "majority"], manifest.Comparisons[0].Baselines.Prepend(manifest.Comparisons[0].Method).Select(system => system.Name));
    }

    [Fact]
    public void The_starter_reads_with_its_suggestions_switched_on()
    {
        var text = string.Join('\n', ManifestSchema.Starter.Split('\n').Select(line => line.TrimStart().StartsWith("// \"", StringComparison.Ordinal) ? line.Replace("// \"", "\"", StringComparison.Ordinal) : line));
        Assert.NotNull(ManifestText.Valid(text).Gate);
    }

    /// <summary>The broken manifests that a schema can know of: everything but references, positions and the JSON itself.</summary>
    [Theory]
    [MemberData(nameof(BrokenManifestTests.Cases), MemberType = typeof(BrokenManifestTests))]
    public void The_schema_refuses_nothing_the_reader_allows_and_most_of_what_it_refuses(string about, string marked, string path, string message)
    {
        string[] beyondSchemas =
        [
            "half a surrogate pair", "a field twice", "a number beyond all bounds", "a path with a null character", "a suite misspelt", "a suite that climbs out of its folder",
            "a system misspelt", "a provider misspelt", "a metric misspelt", "an option a metric does not have", "a value an option does not have", "data of no suite",
            "a suite with a built-in name", "a model that is not there", "two systems of one name", "two systems of one default name", "two comparisons of one name",
            "a gated system that is not there", "a family of an unknown comparison", "a comparison in two families", "too many points", "a point off its axis",
            "a point of another sweep", "an expression that is none", "a name with a line end", "a metric twice",
        ];
        _ = (path, message);
        var text = marked.Replace("§", "", StringComparison.Ordinal);
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(text, documentOptions: Lenient);
            _ = node?.ToJsonString();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return;
        }
        if (!beyondSchemas.Contains(about))
            Assert.False(Schema().Evaluate(JsonSerializer.SerializeToElement(node)).IsValid, $"The schema allows '{about}'.");
    }

    /// <summary>
    /// Both ways: each field of the schema is one the binder asks for, and each field the binder lists as allowed is in the schema. The binder's list
    /// is what its error on an unknown field says.
    /// </summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("comparisons[0]", "#/$defs/comparison")]
    [InlineData("comparisons[0].method", "#/$defs/system")]
    [InlineData("comparisons[0].baselines[0]", "#/$defs/system")]
    [InlineData("comparisons[0].generation", "#/$defs/generation")]
    [InlineData("comparisons[0].method.generation", "#/$defs/generation")]
    [InlineData("comparisons[0].settings.demonstrations", "#/$defs/demonstrations")]
    [InlineData("suites.own", "#/$defs/ownSuite")]
    [InlineData("suites.own.extract", "#/$defs/extract/oneOf/1")]
    [InlineData("suites.own.generation", "#/$defs/suiteGeneration")]
    [InlineData("models.gpt.price", "#/$defs/price")]
    [InlineData("execution", "#/$defs/execution")]
    [InlineData("execution.budget", "#/$defs/budget")]
    [InlineData("gate", "#/$defs/gate")]
    [InlineData("gate.falseAlarm", "#/$defs/falseAlarm")]
    public void Schema_and_binder_know_the_same_fields(string path, string pointer)
    {
        var unknown = (path.Length == 0 ? "" : path + ".") + "zzzzzz=1";
        var error = Assert.Single(ManifestText.Read(ManifestText.Full, unknown).Errors, error => error.Found == "zzzzzz");
        Assert.Equal(Properties(pointer).Order(StringComparer.Ordinal), error.Allowed.Order(StringComparer.Ordinal));
    }

    /// <summary>Objects of the schema that refuse unknown fields and are missing from the theory above would be walked by nobody.</summary>
    [Fact]
    public void Every_closed_object_of_the_schema_is_compared_with_the_binder()
    {
        var compared = typeof(ManifestSchemaTests).GetMethod(nameof(Schema_and_binder_know_the_same_fields))!.GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Select(attribute => (string)((InlineDataAttribute)attribute).Data[1]!).ToHashSet();
        var closed = new List<string>();
        Walk(JsonNode.Parse(ManifestSchema.Text)!, "");
        Assert.Equal(compared.Order(StringComparer.Ordinal), closed.Order(StringComparer.Ordinal));

        void Walk(JsonNode node, string pointer)
        {
            if (node is JsonArray items)
                for (var i = 0; i < items.Count; i++)
                    if (items[i] is { } item) Walk(item, $"{pointer}/{i}");
            if (node is not JsonObject members) return;
            if (members["additionalProperties"] is JsonValue value && value.GetValueKind() == JsonValueKind.False)
                closed.Add(pointer.Length == 0 ? "" : "#" + pointer);
            foreach (var (name, member) in members)
                if (member is not null) Walk(member, $"{pointer}/{name}");
        }
    }

    [Fact]
    public void A_model_binds_provider_and_price_and_leaves_the_rest_to_its_provider() =>
        Assert.Equal(["price", "provider"], Properties("#/$defs/model").Order(StringComparer.Ordinal));

    private static IEnumerable<string> Properties(string pointer)
    {
        var node = JsonNode.Parse(ManifestSchema.Text)!;
        foreach (var part in pointer.Split('/').Skip(1))
            node = node is JsonArray items ? items[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : node[part]!;
        return node["properties"]!.AsObject().Select(property => property.Key);
    }

    private static void AssertValid(string text)
    {
        var result = Schema().Evaluate(JsonDocument.Parse(text, Lenient).RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(result.IsValid, string.Join('\n', (result.Details ?? []).Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))));
    }

    private static JsonSchema Schema() => JsonSchema.FromText(ManifestSchema.Text);
}
