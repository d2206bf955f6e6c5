using System.Text.Json;
using EvalHarness.Core.Manifests;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.OwnSuite;

/// <summary>
/// A suite of the user's own: a file of records, a Jinja template for the query and one for the reference. The split is called <c>test</c>, a
/// second file for demonstrations <c>pool</c>.
/// </summary>
public sealed class OwnFileSuite : FileSuite
{
    private readonly OwnSuiteDeclaration _declaration;
    private readonly OwnTemplate _prompt;
    private readonly OwnTemplate? _reference;

    private OwnFileSuite(OwnSuiteDeclaration declaration, SplitFiles splits, OwnTemplate prompt, OwnTemplate? reference)
        : base(splits, MakeCard(declaration, splits), new OwnFormat(declaration.Name, declaration.Instruction, prompt), $"revision 1 {Fingerprint(declaration)}")
    {
        _declaration = declaration;
        _prompt = prompt;
        _reference = reference;
    }

    /// <summary>Opens a suite and checks its declaration against the file.</summary>
    /// <exception cref="SuiteException">A file is missing, a template is broken, or a template mentions a field that no record has.</exception>
    public static OwnFileSuite Open(OwnSuiteDeclaration declaration)
    {
        var prompt = new OwnTemplate(declaration.Name, "prompt", declaration.Prompt);
        var reference = declaration.Reference is { } source ? new OwnTemplate(declaration.Name, "reference", source) : null;
        if (declaration.Choices is { } choices && (choices.Count < 2 || choices.Distinct(StringComparer.Ordinal).Count() < choices.Count))
            throw new SuiteException($"The choices of suite '{declaration.Name}' are {string.Join(", ", choices)}; at least two are needed, and they must differ.");
        var evaluated = Require(declaration, declaration.Path, "path");
        (string, DataFile)? pool = declaration.Pool is { } path ? ("pool", Require(declaration, path, "pool")) : null;
        CheckFields(declaration, evaluated, prompt, reference);
        return new OwnFileSuite(declaration, new SplitFiles(declaration.Name, ("test", evaluated), pool), prompt, reference);
    }

    /// <inheritdoc/>
    protected override IEnumerable<Example> Read(string split)
    {
        var file = SplitFiles.Require(split);
        var lines = new Dictionary<string, Place>(StringComparer.Ordinal);
        foreach (var record in OwnRecords.Read(file, _declaration.Format, _declaration.Name))
        {
            var example = Make(file, record);
            if (!lines.TryAdd(example.Id, record.Place))
                throw record.Place.Error($"the id '{example.Id}' stands in {lines[example.Id]} too", "ids that differ", _declaration.Id);
            yield return example;
        }
    }

    private Example Make(DataFile file, OwnRecord record)
    {
        var query = _prompt.Render(record).TrimEnd(' ');
        if (string.IsNullOrWhiteSpace(query))
            throw record.Place.Error("the prompt renders empty", "a prompt with text");
        var references = References(record);
        var choices = _declaration.Choices ?? (_declaration.ChoicesField is { } field ? record.List(field, "choices") : null);
        int? label = null;
        if (choices is not null && references is [var answer, ..])
            label = choices.ToList().IndexOf(answer) is >= 0 and var index ? index
                : throw record.Place.Error($"the reference {Place.Quote(answer)} is not among the choices", string.Join(", ", choices));
        return new Example
        {
            Input = new ExampleInput
            {
                Id = _declaration.Id is { } id ? record.Text(id, "id") : file.RowId(record.Row),
                Cluster = _declaration.Cluster is { } cluster && record.Find(cluster, "cluster") is { Length: > 0 } unit ? unit : null,
                Query = query,
                Choices = choices,
                Slots = [.. _prompt.Fields.Where(name => record.Fields.GetValueOrDefault(name) is string or JsonElement { ValueKind: JsonValueKind.String })
                    .Select(name => new KeyValuePair<string, string>(name, record.Find(name, "prompt")!))],
            },
            References = references,
            Label = label,
            Groups = [.. _declaration.Groups.Select(name => new KeyValuePair<string, string>(name, record.Find(name, "group") ?? ""))],
        };
    }

    // A reference that is nothing but a list field gives all its items: every one is right. A null field is an unlabelled record.
    private IReadOnlyList<string> References(OwnRecord record)
    {
        if (_reference is null)
            return [];
        if (_reference.SingleField is { } field && record.Fields.GetValueOrDefault(field) is JsonElement { ValueKind: JsonValueKind.Array or JsonValueKind.Null } value)
            return value.ValueKind == JsonValueKind.Null ? [] : record.List(field, "reference");
        return [_reference.Render(record).Trim()];
    }

    // Jinja prints nothing for a missing field, so a misspelt one would silently empty every prompt.
    private static void CheckFields(OwnSuiteDeclaration declaration, DataFile file, OwnTemplate prompt, OwnTemplate? reference)
    {
        var missing = prompt.Fields.Concat(reference?.Fields ?? []).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var records = 0;
        foreach (var record in OwnRecords.Read(file, declaration.Format, declaration.Name))
        {
            records++;
            seen.UnionWith(record.Fields.Keys);
            missing.ExceptWith(seen);
            if (missing.Count == 0)
                return;
        }
        if (records == 0)
            throw new Place(file.Name).Error("the file has no record", "at least one");
        var name = missing.Order(StringComparer.Ordinal).First();
        throw new SuiteException($"The templates of suite '{declaration.Name}' mention the field '{name}', which no record of {file.Name} has{Suggestion.For(name, seen)}; fields are {string.Join(", ", seen.Order(StringComparer.Ordinal))}.");
    }

    private static DataFile Require(OwnSuiteDeclaration declaration, string path, string field) => File.Exists(path) ? new DataFile(Path.GetFileName(path), path)
        : throw new SuiteException($"The {field} of suite '{declaration.Name}' does not exist: {path}.");

    // Everything of the declaration that the examples and prompts depend on; the files themselves are in the digest anyway.
    private static string Fingerprint(OwnSuiteDeclaration declaration) => JsonSerializer.Serialize(new
    {
        declaration.Format,
        declaration.Id,
        declaration.Cluster,
        declaration.Prompt,
        declaration.Reference,
        declaration.Instruction,
        declaration.Choices,
        declaration.ChoicesField,
        declaration.Groups,
    });

    private static SuiteCard MakeCard(OwnSuiteDeclaration declaration, SplitFiles splits) => new()
    {
        Name = declaration.Name,
        Title = $"{declaration.Name}: a suite of the manifest",
        ClusterMeaning = declaration.Cluster,
        DefaultMetrics = declaration.Metrics,
        DefaultGeneration = declaration.Generation,
        Splits = splits.Evaluable,
        TrainingSplit = splits.Training,
        HasChoices = declaration.Choices is not null || declaration.ChoicesField is not null,
        Extraction = declaration.Extraction,
        Source = $"{Path.GetFileName(declaration.Path)}, named by the manifest.",
    };
}
