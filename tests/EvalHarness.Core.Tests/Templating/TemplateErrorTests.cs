using EvalHarness.Core.Templating;

namespace EvalHarness.Core.Tests.Templating;

/// <summary>Errors say what is wrong and in which line.</summary>
public sealed class TemplateErrorTests
{
    [Theory]
    [InlineData("a\n{{ b", 2, TemplateErrorKind.Syntax, "unexpected end of template, expected 'end of print statement'")]
    [InlineData("{% if x %}\n\n{% else %}", 3, TemplateErrorKind.Syntax, "Jinja was looking for the following tags: 'endif'")]
    [InlineData("\n\n{% fi %}", 3, TemplateErrorKind.Syntax, "Encountered unknown tag 'fi'")]
    [InlineData("{% if x %}{% endfor %}", 1, TemplateErrorKind.Syntax, "Jinja was looking for the following tags: 'elif' or 'else' or 'endif'. The innermost block that needs to be closed is 'if'.")]
    [InlineData("{% for x in y %}{% else %}{% if a %}{% endfor %}", 1, TemplateErrorKind.Syntax, "You probably made a nesting mistake")]
    [InlineData("\n{{ x | nosuch }}", 2, TemplateErrorKind.UnknownName, "No filter named 'nosuch'")]
    [InlineData("{{ x is nosuch }}", 1, TemplateErrorKind.UnknownName, "No test named 'nosuch'")]
    [InlineData("{{ (1] }}", 1, TemplateErrorKind.Syntax, "unexpected ']', expected ')'")]
    [InlineData("{{ x ? y }}", 1, TemplateErrorKind.Syntax, "unexpected char '?'")]
    [InlineData("{# a", 1, TemplateErrorKind.Syntax, "Missing end of comment tag")]
    [InlineData("{% raw %} a", 1, TemplateErrorKind.Syntax, "Missing end of raw directive")]
    [InlineData("{% break %}", 1, TemplateErrorKind.Syntax, "Encountered unknown tag 'break'")]
    [InlineData("{% block a %}{% endblock %}\n{% block a %}{% endblock %}", 2, TemplateErrorKind.Syntax, "block 'a' defined twice")]
    public void Parsing(string source, int line, TemplateErrorKind kind, string reason)
    {
        var exception = Assert.Throws<TemplateException>(() => JinjaEnvironment.Default.Parse(source));
        Assert.Equal((TemplateStage.Parse, line, kind), (exception.Stage, exception.Line, exception.Kind));
        Assert.Contains(reason, exception.Reason, StringComparison.Ordinal);
        Assert.StartsWith($"The template cannot be parsed: line {line}: ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\n\n{{ missing.x }}", 3, TemplateErrorKind.Undefined, "'missing' is undefined")]
    [InlineData("{{ d.zzz.y }}", 1, TemplateErrorKind.Undefined, "'dict object' has no attribute 'zzz'")]
    [InlineData("{{ 1 + 'a' }}", 1, TemplateErrorKind.Type, "unsupported operand type(s) for +: 'int' and 'str'")]
    [InlineData("{% if true %}\n{{ 1 / 0 }}{% endif %}", 2, TemplateErrorKind.ZeroDivision, "division by zero")]
    [InlineData("{% for i in 5 %}{% endfor %}", 1, TemplateErrorKind.Type, "'int' object is not iterable")]
    [InlineData("{% macro m() %}\n\n{% endmacro %}{{ m() }}{{ 1 < 'a' }}", 3, TemplateErrorKind.Type, "'<' not supported between instances of 'int' and 'str'")]
    [InlineData("{% set a, b = [1] %}", 1, TemplateErrorKind.Value, "not enough values to unpack (expected 2, got 1)")]
    [InlineData("{% include 'x' %}", 1, TemplateErrorKind.Loader, "templates here stand alone")]
    [InlineData("{{ 'abc' | truncate(1) }}", 1, TemplateErrorKind.Value, "expected length >= 3, got 1")]
    [InlineData("{{ [] | choice_of_one }}", 1, TemplateErrorKind.Runtime, "no source of random numbers")]
    public void Rendering(string source, int line, TemplateErrorKind kind, string reason)
    {
        var environment = JinjaEnvironment.Default with
        {
            Filters = new Dictionary<string, TemplateFunction> { ["choice_of_one"] = new("choice_of_one", (in call) => (long)call.Draw(1)) },
        };
        var values = new Dictionary<string, object?> { ["d"] = new Dictionary<string, object?>() };
        var exception = Assert.Throws<TemplateException>(() => environment.Parse(source).Render(values));
        Assert.Equal((TemplateStage.Render, line, kind), (exception.Stage, exception.Line, exception.Kind));
        Assert.Contains(reason, exception.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_no_template_can_use_is_refused_with_its_type()
    {
        var exception = Assert.Throws<ArgumentException>(() =>
            JinjaEnvironment.Default.Parse("{{ x }}").Render(new Dictionary<string, object?> { ["x"] = new Uri("http://example.org") }));
        Assert.Contains("System.Uri", exception.Message, StringComparison.Ordinal);
    }
}
