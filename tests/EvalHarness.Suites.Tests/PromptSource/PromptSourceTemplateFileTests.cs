using EvalHarness.Core.Suites;
using EvalHarness.Suites.PromptSource.Templates;

namespace EvalHarness.Suites.Tests.PromptSource;

/// <summary>Reading of template files, and what is said about broken ones.</summary>
public sealed class PromptSourceTemplateFileTests
{
    [Fact]
    public void Scalars_are_those_of_yaml_1_1()
    {
        var file = Parse("""
            dataset: a
            subset: null
            templates:
              id1: !Template
                answer_choices: ~
                id: id1
                jinja: 'it''s folded
                  here

                  and broken'
                metadata: !TemplateMetadata
                  choices_in_prompt: yes
                  original_task: off
                  languages:
                  - en
                  metrics: []
                name: "esc\xE9ped \u2026 \
                  one line"
                reference: ''
              id2: !Template
                answer_choices: Yes ||| No
                id: id2
                jinja: |
                  kept
                   as it is
                metadata: !TemplateMetadata {}
                name: A plain
                  one
            """);
        Assert.Equal(("a", null), (file.Dataset, file.Subset));
        Assert.Equal(["A plain one", "escéped … one line"], file.Templates.Select(template => template.Name));
        var (plain, quoted) = (file.Templates[0], file.Templates[1]);
        Assert.Equal("it's folded here\nand broken", quoted.Source);
        Assert.Null(quoted.AnswerChoicesSource);
        Assert.Equal((true, false), (quoted.Metadata.ChoicesInPrompt, quoted.Metadata.OriginalTask));
        Assert.Equal(["en"], quoted.Metadata.Languages!);
        Assert.Equal([], quoted.Metadata.Metrics!);
        Assert.Equal("kept\n as it is\n", plain.Source);
        Assert.Equal("Yes ||| No", plain.AnswerChoicesSource);
        Assert.Equal(new PromptSourceMetadata(), plain.Metadata);
    }

    [Fact]
    public void Names_are_ordered_by_code_point()
    {
        var file = Parse("""
            dataset: a
            templates:
              x: {name: "\U0001F600", jinja: a}
              y: {name: "\uFFFD", jinja: b}
              z: {name: "ab", jinja: c}
              w: {name: "a", jinja: d}
            """);
        Assert.Equal(["d", "c", "b", "a"], file.Templates.Select(template => template.Source));
    }

    [Theory]
    [InlineData("- a", "line 1: a map with 'dataset' and 'templates' is expected")]
    [InlineData("dataset: a", "line 1: the field 'templates' is missing")]
    [InlineData("dataset: a\ntemplates: [x]", "line 2: 'templates' must be a map")]
    [InlineData("templates:\n  a:\n    name: x", "line 3: the field 'jinja' is missing")]
    [InlineData("templates:\n  a:\n    jinja: x", "line 3: the field 'name' is missing")]
    [InlineData("templates:\n  a:\n    jinja: x\n    name: [1]", "line 4: 'name' must be a text")]
    [InlineData("templates:\n  a:\n    jinja: x\n    name: n\n    metadata:\n      original_task: maybe", "line 6: 'original_task' must be true or false")]
    [InlineData("templates:\n  a: b", "line 2: a template must be a map")]
    [InlineData("templates: {\n  a: 'b\n", "this is not YAML")]
    [InlineData("templates: *nowhere", "the anchor 'nowhere' is not defined above")]
    public void Broken_files_are_refused_with_file_and_line(string yaml, string problem)
    {
        var exception = Assert.Throws<SuiteException>(() => Parse(yaml));
        Assert.StartsWith("folder/templates.yaml, line ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("nowhere.yaml", Assert.Throws<SuiteException>(() => PromptSourceTemplateFile.Read("nowhere.yaml")).Message, StringComparison.Ordinal);

    private static PromptSourceTemplateFile Parse(string yaml) => PromptSourceTemplateFile.Parse(new StringReader(yaml), "folder/templates.yaml");
}
