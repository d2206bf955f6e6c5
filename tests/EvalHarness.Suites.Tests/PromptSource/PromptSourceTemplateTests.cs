using CsCheck;
using EvalHarness.Core.Randomness;
using EvalHarness.Core.Templating;
using EvalHarness.Suites.PromptSource.Templates;

namespace EvalHarness.Suites.Tests.PromptSource;

/// <summary>The rules of rendering, one by one.</summary>
public sealed class PromptSourceTemplateTests
{
    [Fact]
    public void Input_and_target_are_split_and_stripped() =>
        Assert.Equal(["Is it x?", "yes"], Apply("Is it {{ a }}? |||\n {{ answer_choices[label] }} \n", "no ||| yes", ("a", "x"), ("label", 1)));

    [Fact]
    public void Bars_in_fields_do_not_split_and_bars_in_lists_do()
    {
        Assert.Equal(["p ||| q", "y"], Apply("{{ a }} ||| y", null, ("a", "p ||| q")));
        Assert.Equal(["['p", "q']", "y"], Apply("{{ a }} ||| y", null, ("a", new[] { "p|||q" })));
    }

    [Fact]
    public void A_template_that_does_not_apply_gives_one_empty_piece() =>
        Assert.Equal([""], Apply("{% if label != -1 %}{{ a }} ||| {{ label }}{% endif %}", null, ("a", "x"), ("label", -1)));

    [Fact]
    public void Printed_values_are_cut_to_2048_characters_unless_told()
    {
        // The first 2,045 characters are 409 words with their blanks; the last blank goes, and three dots come.
        var text = string.Concat(Enumerable.Repeat("word ", 500));
        Assert.Equal(text[..2044] + "...", Apply("{{ a }}", null, ("a", text))[0]);
        Assert.Equal(2053, Apply("{{ a }}", null, ("a", new string('q', 2053)))[0].Length);
        Assert.Equal(new string('q', 2045) + "...", Apply("{{ a }}", null, ("a", new string('q', 2054)))[0]);
        Assert.Equal(text.Trim(), new PromptSourceTemplate("{{ a }}", null).Apply(Example(("a", text)), PromptSourceForm.Whole)[0]);
    }

    [Fact]
    public void Tags_are_rewritten_blindly()
    {
        // The number became text in front of the comparison; promptsource's own prompts have that.
        Assert.Equal(["False"], Apply("{{ a == 1 }}", null, ("a", 1)));
        Assert.Equal(TemplateErrorKind.Type, Assert.Throws<TemplateException>(() => Apply("{{ a + 1 }}", null, ("a", 1))).Kind);
        Assert.Equal(TemplateStage.Parse, Assert.Throws<TemplateException>(() => Apply("{{ a -}}", null, ("a", 1))).Stage);
    }

    [Fact]
    public void Answer_choices_are_rendered_with_the_example_and_keep_its_bars()
    {
        var template = new PromptSourceTemplate("{{ answer_choices | join('/') }}", "{{ x }} ||| {{ y }}");
        Assert.Equal(["|||a", "b"], template.AnswerChoices(Example(("x", "|||a"), ("y", " b "))));
        Assert.Null(template.FixedAnswerChoices);
        Assert.Equal(["a", "b"], new PromptSourceTemplate("", "a ||| {{ 'b' }}").FixedAnswerChoices);
        Assert.Equal([""], new PromptSourceTemplate("", "").FixedAnswerChoices);
        Assert.Null(new PromptSourceTemplate("", null).FixedAnswerChoices);
    }

    [Fact]
    public void A_field_called_answer_choices_is_refused() =>
        Assert.Contains("rename the field", Assert.Throws<TemplateException>(() => Apply("x", null, ("answer_choices", "a"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Choice_draws_from_the_given_source_and_repeats_with_it()
    {
        var template = new PromptSourceTemplate("{{ a | choice }}", null);
        var example = Example(("a", Enumerable.Range(0, 1000).ToArray()));
        string Draw(string unit) => template.Apply(example, draw: new SeededRandom(1, "promptsource", unit).Next)[0];
        Assert.Equal(Draw("x"), Draw("x"));
        Assert.True(Enumerable.Range(0, 50).Select(unit => Draw($"{unit}")).Distinct().Count() > 40);
        Assert.Equal(TemplateErrorKind.Runtime, Assert.Throws<TemplateException>(() => template.Apply(example)).Kind);
        Assert.Equal(TemplateErrorKind.Lookup, Assert.Throws<TemplateException>(() => template.Apply(Example(("a", Array.Empty<string>())), draw: _ => 0)).Kind);
    }

    [Theory]
    [InlineData("{{ ['b', 'a', 'a', 'b', 'c'] | most_frequent }}", "['b', 'a']")]
    [InlineData("{{ [1, 1.0, 'x'] | most_frequent }}", "[1]")]
    [InlineData("{{ [none, none, 1] | most_frequent }}", "[None]")]
    [InlineData("{{ [] | most_frequent }}{{ none | most_frequent }}", "NoneNone")]
    [InlineData("{% for a, b, c in zip('xy', [1, 2, 3], 'pq') %}{{ a }}{{ b }}{{ c }};{% endfor %}", "x1p;y2q;")]
    [InlineData("{{ zip() | list }}{{ zip([1]) | list }}", "[][(1,)]")]
    [InlineData("{{ 'a' | highlight }}", "<span style='color: #F08080'>a</span>")]
    public void Filters_and_global_of_promptsource(string source, string expected) =>
        Assert.Equal([expected], new PromptSourceTemplate(source, null).Apply(Example(), PromptSourceForm.Whole));

    [Fact]
    public void Fields_come_through_whatever_they_hold() => Gen.Select(Gen.String, Gen.String).Sample((a, b) =>
    {
        // Only the protecting characters themselves could be mistaken.
        var pieces = new PromptSourceTemplate("<{{ a }}> ||| <{{ b }}>", null).Apply(Example(("a", a + "|||"), ("b", "|||" + b)), PromptSourceForm.Whole);
        Assert.Equal([$"<{a}|||>", $"<|||{b}>"], pieces);
    }, iter: 2_000);

    private static IReadOnlyList<string> Apply(string source, string? choices, params (string Field, object? Value)[] example) =>
        new PromptSourceTemplate(source, choices).Apply(Example(example));

    private static Dictionary<string, object?> Example(params (string Field, object? Value)[] fields) => fields.ToDictionary(field => field.Field, field => field.Value);
}
