using System.Numerics;
using System.Text.Json;
using EvalHarness.Core.Templating;

namespace EvalHarness.Core.Tests.Templating;

/// <summary>Values of .NET and JSON in templates, functions of one's own, and use by many threads.</summary>
public sealed class TemplateValueTests
{
    [Theory]
    [InlineData("1", "1 int")]
    [InlineData("-0", "0 int")]
    [InlineData("1.0", "1.0 float")]
    [InlineData("1e2", "100.0 float")]
    [InlineData("1e400", "inf float")]
    [InlineData("12345678901234567890123", "12345678901234567890123 int")]
    [InlineData("null", "None NoneType")]
    [InlineData("true", "True bool")]
    [InlineData("\"é\"", "é str")]
    [InlineData("[1, [2.5, null]]", "[1, [2.5, None]] list")]
    [InlineData("{\"b\": 1, \"a\": 2, \"b\": 3}", "{'b': 3, 'a': 2} dict")]
    public void Json_reads_as_in_python(string json, string expected)
    {
        using var document = JsonDocument.Parse($$"""{"x": {{json}}}""");
        Assert.Equal(expected, JinjaEnvironment.Default.Parse("{{ x }} {{ x.__class__.__name__ }}").Render(document.RootElement));
    }

    [Fact]
    public void Values_of_dotnet_are_taken_as_they_are_meant()
    {
        var values = new Dictionary<string, object?>
        {
            ["a"] = 5,
            ["b"] = 2.5f,
            ["c"] = new BigInteger(7),
            ["d"] = 'x',
            ["e"] = new Dictionary<string, string> { ["k"] = "v" },
            ["f"] = new HashSet<int> { 1 },
            ["g"] = ulong.MaxValue,
            ["h"] = 1.5m,
        };
        Assert.Equal("5 2.5 7 x {'k': 'v'} [1] 18446744073709551615 1.5", JinjaEnvironment.Default.Parse("{{ a }} {{ b }} {{ c }} {{ d }} {{ e }} {{ f }} {{ g }} {{ h }}").Render(values));
    }

    [Fact]
    public void A_template_changes_a_copy()
    {
        var list = new List<object?> { 1 };
        Assert.Equal("[1, 2] [1, 2]", JinjaEnvironment.Default.Parse("{% set _ = l.append(2) %}{{ l }} {{ l }}").Render(new Dictionary<string, object?> { ["l"] = list }));
        Assert.Equal([1], list);
    }

    [Fact]
    public void Undeclared_variables_are_those_the_caller_must_give()
    {
        var template = JinjaEnvironment.Default.Parse("{% set a = b %}{{ a }}{% for i in c if d %}{{ loop.index }}{{ i }}{% endfor %}{% macro m(p) %}{{ p }}{{ e }}{% endmacro %}{{ range(3) }}");
        Assert.Equal(["b", "c", "d", "e"], template.UndeclaredVariables.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Functions_of_ones_own_bind_their_arguments_as_in_python()
    {
        var repeat = new TemplateFunction("repeat", (in call) => string.Join(call.Text(call[1]), Enumerable.Repeat(call.Text(call.Subject), (int)(long)call[0]!)),
            TemplateParameter.Required("times"), new("separator", "-"));
        var environment = JinjaEnvironment.Default with { Filters = new Dictionary<string, TemplateFunction> { ["repeat"] = repeat } };
        Assert.Equal("a-a b+b", environment.Parse("{{ 'a' | repeat(2) }} {{ 'b' | repeat(separator='+', times=2) }}").Render());
        Assert.Contains("missing the argument 'times'", Assert.Throws<TemplateException>(() => environment.Parse("{{ 'a' | repeat }}").Render()).Reason, StringComparison.Ordinal);
        Assert.Contains("unexpected keyword argument 'x'", Assert.Throws<TemplateException>(() => environment.Parse("{{ 'a' | repeat(1, x=2) }}").Render()).Reason, StringComparison.Ordinal);
        Assert.Contains("multiple values for argument 'times'", Assert.Throws<TemplateException>(() => environment.Parse("{{ 'a' | repeat(1, times=2) }}").Render()).Reason, StringComparison.Ordinal);
        Assert.Contains("at most 2", Assert.Throws<TemplateException>(() => environment.Parse("{{ 'a' | repeat(1, 2, 3) }}").Render()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_template_renders_on_many_threads()
    {
        var template = JinjaEnvironment.Default.Parse(
            "{% set ns = namespace(n=0) %}{% macro m(x) %}[{{ x }}]{% endmacro %}{% for i in range(n) %}{% set ns.n = ns.n + i %}{{ m(i) }}{{ loop.last }}{% endfor %}{{ ns.n }}");
        var expected = Enumerable.Range(0, 50).Select(n => template.Render(new Dictionary<string, object?> { ["n"] = n })).ToArray();
        Parallel.For(0, 2000, i => Assert.Equal(expected[i % 50], template.Render(new Dictionary<string, object?> { ["n"] = i % 50 })));
    }

    [Fact]
    public void Random_filters_draw_from_the_source_they_are_given()
    {
        var template = JinjaEnvironment.Default.Parse("{{ [1, 2, 3] | random }}{{ 'xyz' | random }}{{ [] | random is defined }}");
        Assert.Equal("3zFalse", template.Render(new Dictionary<string, object?>(), bound => bound - 1));
        Assert.Equal("1xFalse", template.Render(new Dictionary<string, object?>(), _ => 0));
        var words = JinjaEnvironment.Default.Parse("{{ lipsum(n=2, html=false, min=5, max=8) }}").Render(new Dictionary<string, object?>(), bound => bound / 2);
        Assert.Equal(2, words.Split("\n\n").Length);
        Assert.All(words.Split("\n\n"), paragraph => Assert.InRange(paragraph.Split(' ').Length, 5, 7));
    }
}
