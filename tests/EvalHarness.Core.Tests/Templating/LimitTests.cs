using EvalHarness.Core.Templating;

namespace EvalHarness.Core.Tests.Templating;

/// <summary>A hostile template ends with a clear error, soon and without filling the memory.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData("{% for i in range(10**12) %}{% endfor %}")]
    [InlineData("{% for i in l %}{% set _ = l.append(1) %}{% endfor %}")]
    [InlineData("{{ range(10**12) | sum }}")]
    [InlineData("{{ range(10**12) | list }}")]
    [InlineData("{{ [1] * 10**10 }}")]
    [InlineData("{{ [1] | batch(10**9, 1) | list }}")]
    [InlineData("{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l | pprint }}")]
    [InlineData("{% set s = 'a' ~ '-' * 200000 %}{{ s | wordwrap(10) }}")]
    public void Too_many_steps(string source) => Fails(source, "steps");

    [Theory]
    [InlineData("{{ 'a' * 10**10 }}")]
    [InlineData("{{ 'a' | center(10**10) }}")]
    [InlineData("{{ 'a\nb' | indent(10**9) }}")]
    [InlineData("{{ '%1000000000d' % 1 }}")]
    [InlineData("{{ '%.1000000000f' % 1 }}")]
    [InlineData("{{ '{:1000000000}'.format(1) }}")]
    [InlineData("{{ '\t'.expandtabs(10**12) }}")]
    [InlineData("{{ ('a' * 100000) | replace('', 'b' * 100000) }}")]
    [InlineData("{% set ns = namespace(s='aaaaaaaaaa') %}{% for i in range(100) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}")]
    [InlineData("{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}")]
    [InlineData("{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l | tojson }}")]
    public void Too_long_a_text(string source) => Fails(source, "characters");

    [Theory]
    [InlineData("{{ 10 ** 1000 ** 1000 }}")]
    [InlineData("{% set ns = namespace(n=3) %}{% for i in range(1000) %}{% set ns.n = ns.n * ns.n %}{% endfor %}")]
    public void Too_large_a_number(string source) => Fails(source, "bits");

    [Theory]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")]
    [InlineData("{% for i in l recursive %}{{ loop(l) }}{% endfor %}")]
    [InlineData("{% block a %}{{ self.a() }}{% endblock %}")]
    [InlineData("{% set ns = namespace(l=[]) %}{% for i in range(100000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}")]
    [InlineData("{% set ns = namespace(l=[]) %}{% for i in range(100000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l | tojson }}")]
    [InlineData("{% set a = [1] %}{% set b = [1] %}{% set _ = a.append(a) %}{% set _ = b.append(b) %}{{ a == b }}")]
    public void Too_deep(string source) => Fails(source, "deep");

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("-", "1", "")]
    [InlineData("not ", "1", "")]
    [InlineData("", "1", " + 1")]
    [InlineData("", "x", " | upper")]
    [InlineData("", "x", ".a")]
    [InlineData("", "x", "()")]
    [InlineData("{1: ", "1", "}")]
    public void Too_deep_an_expression_is_refused_before_it_runs(string before, string middle, string after)
    {
        var source = "{{ " + string.Concat(Enumerable.Repeat(before, 5000)) + middle + string.Concat(Enumerable.Repeat(after, 5000)) + " }}";
        var exception = Assert.Throws<TemplateException>(() => JinjaEnvironment.Default.Parse(source));
        Assert.Equal((TemplateErrorKind.Limit, TemplateStage.Parse), (exception.Kind, exception.Stage));
    }

    [Fact]
    public void Too_deeply_nested_blocks_are_refused_before_they_run()
    {
        var source = string.Concat(Enumerable.Repeat("{% if 1 %}", 5000)) + string.Concat(Enumerable.Repeat("{% endif %}", 5000));
        Assert.Equal(TemplateErrorKind.Limit, Assert.Throws<TemplateException>(() => JinjaEnvironment.Default.Parse(source)).Kind);
    }

    [Fact]
    public void A_list_that_holds_itself_prints_as_in_python() =>
        Assert.Equal("[1, [...]]", JinjaEnvironment.Default.Parse("{% set q = [1] %}{% set _ = q.append(q) %}{{ q }}").Render());

    [Fact]
    public void Limits_are_settings()
    {
        var small = JinjaEnvironment.Default with { Limits = new TemplateLimits { MaximumOutputLength = 10, MaximumSteps = 100, MaximumNesting = 3 } };
        Assert.Equal("0123456789", small.Parse("{{ '0123456789' }}").Render());
        Assert.Contains("10 characters", Assert.Throws<TemplateException>(() => small.Parse("{{ '0123456789' }}x").Render()).Message, StringComparison.Ordinal);
        Assert.Contains("100 steps", Assert.Throws<TemplateException>(() => small.Parse("{% for i in range(101) %}{% endfor %}").Render()).Message, StringComparison.Ordinal);
        Assert.Contains("3 levels", Assert.Throws<TemplateException>(() => small.Parse("{{ [[[[1]]]] }}")).Message, StringComparison.Ordinal);
    }

    private static void Fails(string source, string word)
    {
        var values = new Dictionary<string, object?> { ["l"] = new[] { 1, 2, 3 } };
        var exception = Assert.Throws<TemplateException>(() => JinjaEnvironment.Default.Parse(source).Render(values));
        Assert.Equal((TemplateErrorKind.Limit, TemplateStage.Render), (exception.Kind, exception.Stage));
        Assert.Contains(word, exception.Message, StringComparison.Ordinal);
    }
}
