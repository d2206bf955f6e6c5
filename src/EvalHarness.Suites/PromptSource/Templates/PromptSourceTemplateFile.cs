using EvalHarness.Core.Suites;
using YamlDotNet.Core;

namespace EvalHarness.Suites.PromptSource.Templates;

/// <summary>
/// A <c>templates.yaml</c> of promptsource: the templates of one data set, read as PyYAML reads YAML 1.1.
/// </summary>
public sealed class PromptSourceTemplateFile
{
    private readonly string _path;

    private PromptSourceTemplateFile(string path, YamlMap root)
    {
        _path = path;
        Dataset = Text(root, "dataset") ?? "";
        Subset = Text(root, "subset");
        var templates = Entry(root, "templates") ?? throw Error(root, "the field 'templates' is missing; it must be a map of templates by id");
        if (templates is not YamlMap map)
            throw Error(templates, "'templates' must be a map of templates by id");
        Templates = [.. map.Entries.Values.Select(Template).OrderBy(template => template.Name, ByCodePoint)];
    }

    /// <summary>The data set, as the Hugging Face hub calls it.</summary>
    public string Dataset { get; }

    /// <summary>Its configuration, or null.</summary>
    public string? Subset { get; }

    /// <summary>The templates in the order of their names (by code point).</summary>
    public IReadOnlyList<PromptSourceTemplate> Templates { get; }

    // UTF-16 order is that of code points but for characters beyond the basic plane, which come last.
    private static Comparer<string> ByCodePoint { get; } = Comparer<string>.Create((x, y) =>
        x.EnumerateRunes().Select(rune => rune.Value).Zip(y.EnumerateRunes().Select(rune => rune.Value), (a, b) => a.CompareTo(b)).FirstOrDefault(order => order != 0) is var first && first != 0
            ? first
            : x.Length.CompareTo(y.Length));

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its full path.</param>
    /// <exception cref="SuiteException">The file is missing or is no template file: which line, what is expected.</exception>
    public static PromptSourceTemplateFile Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            return Parse(reader, path);
        }
        catch (IOException exception)
        {
            throw new SuiteException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="path">What messages call it.</param>
    /// <exception cref="SuiteException">It is no template file: which line, what is expected.</exception>
    public static PromptSourceTemplateFile Parse(TextReader reader, string path)
    {
        try
        {
            var root = YamlNode.Read(reader);
            return new PromptSourceTemplateFile(path, root as YamlMap
                ?? throw new SuiteException($"{path}, line {root.Line}: a map with 'dataset' and 'templates' is expected."));
        }
        catch (YamlException exception)
        {
            throw new SuiteException($"{path}, line {exception.Start.Line}, column {exception.Start.Column}: this is not YAML: {exception.Message}", exception);
        }
    }

    private PromptSourceTemplate Template(YamlNode node)
    {
        var map = node as YamlMap ?? throw Error(node, "a template must be a map");
        var metadata = Entry(map, "metadata") switch
        {
            null => new YamlMap(new Dictionary<string, YamlNode>(), map.Line),
            YamlMap found => found,
            var other => throw Error(other, "'metadata' must be a map"),
        };
        return new PromptSourceTemplate(Text(map, "jinja") ?? throw Error(map, "the field 'jinja' is missing: the template's source"), Text(map, "answer_choices"))
        {
            Id = Text(map, "id") ?? "",
            Name = Text(map, "name") ?? throw Error(map, "the field 'name' is missing"),
            Reference = Text(map, "reference") ?? "",
            Metadata = new PromptSourceMetadata
            {
                OriginalTask = Flag(metadata, "original_task"),
                ChoicesInPrompt = Flag(metadata, "choices_in_prompt"),
                Metrics = Texts(metadata, "metrics"),
                Languages = Texts(metadata, "languages"),
            },
        };
    }

    // Null where the field is absent or null.
    private static YamlNode? Entry(YamlMap map, string field) =>
        map.Entries.GetValueOrDefault(field) is { } node && node is not YamlScalar { IsNull: true } ? node : null;

    private string? Text(YamlMap map, string field) => Entry(map, field) switch
    {
        null => null,
        YamlScalar scalar => scalar.Text,
        var other => throw Error(other, $"'{field}' must be a text"),
    };

    private bool? Flag(YamlMap map, string field) => Entry(map, field) is not { } node
        ? null
        : (node as YamlScalar)?.Truth ?? throw Error(node, $"'{field}' must be true or false");

    private string[]? Texts(YamlMap map, string field) => Entry(map, field) switch
    {
        null => null,
        YamlSequence list => [.. list.Items.Select(item => (item as YamlScalar)?.Text ?? throw Error(item, $"'{field}' must be a list of texts"))],
        var other => throw Error(other, $"'{field}' must be a list of texts"),
    };

    private SuiteException Error(YamlNode node, string problem) => new($"{_path}, line {node.Line}: {problem}.");
}
