using CsCheck;
using EvalHarness.Core.Templating;

namespace EvalHarness.Core.Tests.Templating;

/// <summary>What holds for every text and every template.</summary>
public sealed class TemplateProperties
{
    private static readonly JinjaEnvironment Small = JinjaEnvironment.Default with
    {
        LoopControls = true,
        Limits = new TemplateLimits { MaximumOutputLength = 20_000, MaximumSteps = 20_000, MaximumNesting = 40 },
    };

    private static readonly Gen<string> Characters = Gen.String[Gen.Frequency((8, Gen.Char[' ', '~']), (1, Gen.Char), (1, Gen.OneOf('\n', '\r', '\t', '\u00A0', '\u2028', '\uD83D', '\uDE00')))];

    // Pieces of templates: glued together they get further than characters do.
    private static readonly Gen<string> Pieces = Gen.OneOf(
        "{{ ", " }}", "{% ", " %}", "{%- ", " -%}", "{{- ", " -}}", "{# ", " #}", "{% raw %}", "{% endraw %}", "\n", "  ", "text",
        "if x ", "elif y ", "else ", "endif ", "for i in l ", "for k, v in d.items() ", "endfor ", "recursive ", "set x = ", "set ns.x = ", "set q ", "endset ",
        "macro m(a, b=1) ", "endmacro ", "call m(1) ", "endcall ", "filter upper ", "endfilter ", "with a=1 ", "endwith ", "block b ", "endblock ", "break ", "continue ",
        "x", "y", "l", "d", "s", "missing", "loop", "loop.index", "ns", "m(1)", "namespace(x=1)", "range(3)", "range(10**9)", "caller()", "self.b()", "loop(l)",
        " + ", " - ", " * ", " / ", " // ", " % ", " ** ", " ~ ", " == ", " < ", " in ", " not ", " and ", " or ", " is defined ", " is divisibleby 2 ", " if ", ".", "[", "]", "(", ")", "{", "}", ":", ",", "=", "|",
        " | upper ", " | list ", " | join(',') ", " | map('upper') ", " | sort ", " | tojson ", " | length ", " | default('z') ", " | int ", " | truncate(3) ", " | batch(2) ", " | groupby(0) ", " | center(99) ", " | pprint ",
        ".append(1)", ".items()", ".upper()", ".split()", ".format(1)", "[0]", "[1:]", "[::-1]", "'a'", "\"b\\n\"", "1", "2.5", "1e3", "10**9", "none", "true", "[1, 2]", "{'a': 1}", "'%s'");

    private static readonly Dictionary<string, object?> Values = new()
    {
        ["x"] = 5,
        ["y"] = null,
        ["l"] = new object?[] { 3, "b", null },
        ["d"] = new Dictionary<string, object?> { ["a"] = 1, ["b"] = new[] { 1, 2 } },
        ["s"] = "Hello World",
    };

    [Fact]
    public void Text_without_tags_renders_to_itself() => Characters
        .Select(text => text.Replace("{{", "{ {", StringComparison.Ordinal).Replace("{%", "{ %", StringComparison.Ordinal).Replace("{#", "{ #", StringComparison.Ordinal))
        .Where(text => !text.Contains("{{", StringComparison.Ordinal))
        .Sample(text =>
        {
            // Line ends become one kind, and one at the end is dropped.
            var expected = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
            Assert.Equal(expected, (Small with { KeepTrailingNewline = true }).Parse(text).Render());
            Assert.Equal(expected.EndsWith('\n') ? expected[..^1] : expected, Small.Parse(text).Render());
        }, iter: 20_000);

    [Fact]
    public void Parsing_any_characters_gives_a_template_or_a_template_exception() => Characters
        .Select(text => "{{ " + text + " }}{% " + text + " %}" + text)
        .Sample(source => Outcome(source), iter: 20_000);

    [Fact]
    public void Any_pieces_of_templates_render_or_fail_within_the_limits() => Pieces.Array[1, 24]
        .Select(string.Concat)
        .Sample(source => Outcome(source), iter: 40_000);

    [Fact]
    public void Any_expression_renders_or_fails_within_the_limits() => Pieces.Array[1, 10]
        .Select(pieces => "{{ " + string.Concat(pieces) + " }}")
        .Sample(source => Outcome(source), iter: 40_000);

    [Fact]
    public void Printed_text_comes_through_unchanged() => Gen.String.Sample(text =>
        Assert.Equal("<" + text + ">", Small.Parse("<{{ text }}>").Render(new Dictionary<string, object?> { ["text"] = text })), iter: 5_000);

    [Fact]
    public void Slices_are_those_of_the_items() => Gen.Select(Gen.Int[0, 8].Array[0, 8], Gen.Int[-10, 10], Gen.Int[-10, 10], Gen.Int[1, 3]).Sample((items, start, stop, step) =>
    {
        // A list and the text of its digits are cut alike.
        var values = new Dictionary<string, object?> { ["l"] = items, ["s"] = string.Concat(items), ["a"] = start, ["b"] = stop, ["c"] = step };
        Assert.Equal("True True", Small.Parse("{{ l[a:b:c] | join == s[a:b:c] }} {{ l[b:a:-c] | join == s[b:a:-c] }}").Render(values));
    }, iter: 5_000);

    [Fact]
    public void Division_and_remainder_belong_together() => Gen.Select(Gen.Long, Gen.Long.Where(divisor => divisor != 0)).Sample((x, y) =>
    {
        var values = new Dictionary<string, object?> { ["x"] = x, ["y"] = y };
        Assert.Equal("True True", Small.Parse("{{ (x // y) * y + x % y == x }} {{ (0 <= x % y < y) or (y < x % y <= 0) }}").Render(values));
    }, iter: 5_000);

    [Fact]
    public void Numbers_read_back_from_their_text() => Gen.Double.Where(double.IsFinite).Sample(number =>
        Assert.Equal("True", Small.Parse("{{ (x | string | float) == x }}").Render(new Dictionary<string, object?> { ["x"] = number })), iter: 5_000);

    private static void Outcome(string source)
    {
        try
        {
            Assert.True(Small.Parse(source).Render(Values, bound => bound - 1).Length <= 20_000);
        }
        catch (TemplateException exception)
        {
            Assert.True(exception.Line >= 1, $"no line: {exception.Reason}");
        }
    }
}
