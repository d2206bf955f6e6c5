using System.Text.Json;
using EvalHarness.Core.Templating;
using EvalHarness.Suites.PromptSource.Templates;
using EvalHarness.Testing;

namespace EvalHarness.Suites.Tests.PromptSource;

/// <summary>What promptsource itself reads from its template files and renders from them.</summary>
public sealed class PromptSourceFixtureTests
{
    // Without the shared folder one case remains, which then says why it is skipped.
    public static TheoryData<string> RenderedFiles()
    {
        string[] names = RenderFolder() is { } folder ? [.. Directory.EnumerateFiles(folder, "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!] : ["anli_r1"];
        return new TheoryData<string>(names);
    }

    [Fact]
    public void Reads_templates_as_pyyaml_does()
    {
        using var fixture = Open("fixtures/promptsource/yaml.json");
        var failures = new List<string>();
        foreach (var item in Cases(fixture))
        {
            var file = ReadTemplates(item.GetProperty("file").GetString()!);
            var template = file.Templates[item.GetProperty("position_in_sorted_names").GetInt32()];
            var isEqual = file.Templates.Count == item.GetProperty("template_count").GetInt32()
                && template.Id == item.GetProperty("template_id").GetString()
                && template.Name == item.GetProperty("name").GetString()
                && template.Source == item.GetProperty("jinja").GetString()
                && template.AnswerChoicesSource == item.GetProperty("answer_choices").GetString()
                && template.Reference == (item.GetProperty("reference").GetString() ?? "")
                && Equal(template.FixedAnswerChoices, item.GetProperty("fixed_answer_choices"))
                && Equal(template.Metadata.Metrics, item.GetProperty("metrics"))
                && Equal(template.Metadata.Languages, item.GetProperty("languages"))
                && template.Metadata.OriginalTask == FlagOf(item.GetProperty("original_task"))
                && template.Metadata.ChoicesInPrompt == FlagOf(item.GetProperty("choices_in_prompt"));
            if (!isEqual)
                failures.Add(item.GetProperty("id").GetString()!);
        }
        Report("yaml.json", Cases(fixture).Count(), failures, atLeast: 125);
    }

    [Fact]
    public void Applies_templates_by_the_rules()
    {
        using var fixture = Open("fixtures/promptsource/apply.json");
        var failures = new List<string>();
        foreach (var item in Cases(fixture))
        {
            var template = new PromptSourceTemplate(item.GetProperty("jinja").GetString()!, item.GetProperty("answer_choices_expression").GetString());
            var example = Fields(item.GetProperty("example"));
            string?[] problems =
            [
                Check(item.GetProperty("result"), draw => template.Apply(example, PromptSourceForm.Truncated, draw)),
                Check(item.GetProperty("untruncated"), draw => template.Apply(example, PromptSourceForm.Whole, draw)),
                Check(item.GetProperty("highlighted"), draw => template.Apply(example, PromptSourceForm.Truncated | PromptSourceForm.Highlighted, draw)),
                item.GetProperty("answer_choices") is { ValueKind: JsonValueKind.Array or JsonValueKind.Null } choices && !Equal(template.AnswerChoices(example), choices) ? "answer choices" : null,
                item.GetProperty("fixed_answer_choices") is { ValueKind: JsonValueKind.Array or JsonValueKind.Null } fixedChoices && !Equal(template.FixedAnswerChoices, fixedChoices) ? "fixed answer choices" : null,
            ];
            if (Array.Find(problems, problem => problem is not null) is { } first)
                failures.Add($"{item.GetProperty("id").GetString()}: {first}");
        }
        Report("apply.json", Cases(fixture).Count(), failures, atLeast: 34);
    }

    [Theory]
    [MemberData(nameof(RenderedFiles))]
    public void Renders_real_rows(string name)
    {
        using var fixture = Open($"fixtures/promptsource/render/{name}.json");
        var file = ReadTemplates(TemplatesOf(fixture, name));
        var templates = file.Templates.ToDictionary(template => template.Id);
        var rows = fixture.RootElement.GetProperty("rows").EnumerateArray().ToDictionary(row => row.GetProperty("row").GetString()!, row => Fields(row.GetProperty("fields")));
        var failures = new List<string>();
        foreach (var item in Cases(fixture))
        {
            var template = templates[item.GetProperty("template_id").GetString()!];
            var row = rows[item.GetProperty("row").GetString()!];
            var problem = Check(item, draw => template.Apply(row, PromptSourceForm.Truncated, draw));
            if (item.TryGetProperty("untruncated", out var whole))
                problem ??= Check(whole, draw => template.Apply(row, PromptSourceForm.Whole, draw));
            if (problem is null && !item.TryGetProperty("error", out _) && !Equal(template.AnswerChoices(row), item.GetProperty("answer_choices")))
                problem = "answer choices";
            if (problem is not null)
                failures.Add($"{item.GetProperty("id").GetString()}: {problem}");
        }
        Report(name, Cases(fixture).Count(), failures, atLeast: 1);
    }

    private static string? RenderFolder()
    {
        var folder = Path.GetFullPath(Path.Combine(SharedFolder.RepositoryRoot, "..", "shared", "fixtures", "promptsource", "render"));
        return Directory.Exists(folder) ? folder : null;
    }

    private static JsonDocument Open(string relative) => JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Require(relative)));

    private static JsonElement.ArrayEnumerator Cases(JsonDocument fixture) => fixture.RootElement.GetProperty("cases").EnumerateArray();

    private static PromptSourceTemplateFile ReadTemplates(string file) =>
        PromptSourceTemplateFile.Read(SharedFolder.Require($"data/promptsource/templates/{file}/templates.yaml"));

    // The header names the file: several fixtures share one (anli).
    private static string TemplatesOf(JsonDocument fixture, string name)
    {
        var words = fixture.RootElement.GetProperty("source").GetProperty("settings").GetProperty("templates").GetString()!.Split(' ');
        var path = Array.Find(words, word => word.EndsWith("templates.yaml", StringComparison.Ordinal));
        return path is null ? name.Replace("__", "/", StringComparison.Ordinal) : path["templates/".Length..^"/templates.yaml".Length];
    }

    private static Dictionary<string, object?> Fields(JsonElement fields) => fields.EnumerateObject().ToDictionary(field => field.Name, object? (field) => field.Value);

    private static bool? FlagOf(JsonElement flag) => flag.ValueKind == JsonValueKind.Null ? null : flag.GetBoolean();

    private static bool Equal(IReadOnlyList<string>? actual, JsonElement expected) => expected.ValueKind == JsonValueKind.Null
        ? actual is null
        : actual is not null && actual.SequenceEqual(expected.EnumerateArray().Select(item => item.GetString()!));

    // Null, or what is wrong. Where the template draws, every possible choice is stepped through in order.
    private static string? Check(JsonElement expected, Func<Func<int, int>?, IReadOnlyList<string>> render)
    {
        var isError = expected.TryGetProperty("error", out var error);
        try
        {
            if (!expected.TryGetProperty("parts_any_of", out var any))
            {
                var parts = render(bound => bound - 1);
                return isError ? $"expected {error.GetString()}, got {JsonSerializer.Serialize(parts)}"
                    : Equal(parts, expected.GetProperty("parts")) ? null : $"expected {expected.GetProperty("parts")}, got {JsonSerializer.Serialize(parts)}";
            }
            for (var choice = 0; choice < any.GetArrayLength(); choice++)
            {
                var parts = render(bound => Math.Min(choice, bound - 1));
                if (!Equal(parts, any[choice]))
                    return $"choice {choice}: expected {any[choice]}, got {JsonSerializer.Serialize(parts)}";
            }
            return null;
        }
        catch (TemplateException exception)
        {
            return isError ? null : exception.Message;
        }
    }

    private static void Report(string name, int count, List<string> failures, int atLeast)
    {
        Assert.True(count >= atLeast, $"{name}: {count} cases were found, at least {atLeast} were expected.");
        Assert.True(failures.Count == 0, $"{name}: {failures.Count} of {count} cases fail:\n{string.Join('\n', failures.Take(20))}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {count} of {count} cases pass.");
    }
}
