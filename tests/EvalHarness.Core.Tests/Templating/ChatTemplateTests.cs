using EvalHarness.Core.Models;
using EvalHarness.Core.Templating;

namespace EvalHarness.Core.Tests.Templating;

/// <summary>The environment of chat templates.</summary>
public sealed class ChatTemplateTests
{
    private static readonly ChatTemplateInput Hello = ChatTemplateInput.Of([new ChatTurn("user", "Hi")]);

    // Expected texts are those of Python's strftime in the C locale.
    [Theory]
    [InlineData("%d %b %Y", "26 Jul 2025")]
    [InlineData("%-d|%_m|%e|%j|%y", "26| 7|26|207|25")]
    [InlineData("%A %B %a %p %I:%M:%S", "Saturday July Sat AM 09:05:03")]
    [InlineData("%H%M %k %l %-H", "0905  9  9 9")]
    [InlineData("%U %W %V %G %u %w", "29 29 30 2025 6 6")]
    [InlineData("%c|%x|%X|%D|%F|%T|%R", "Sat Jul 26 09:05:03 2025|07/26/25|09:05:03|07/26/25|2025-07-26|09:05:03|09:05")]
    [InlineData("%%|%n|%t|%^a|%q", "%|\n|\t|SAT|%q")]
    public void Strftime_now_formats_the_time_of_the_clock(string format, string expected) =>
        Assert.Equal(expected, Parse("{{ strftime_now(" + System.Text.Json.JsonSerializer.Serialize(format).Replace("\\u0025", "%", StringComparison.Ordinal) + ") }}").Render(Hello));

    [Fact]
    public void The_message_of_raise_exception_is_the_reason()
    {
        var exception = Assert.Throws<TemplateException>(() => Parse("\n{{ raise_exception('no ' ~ messages[0].role) }}").Render(Hello));
        Assert.Equal((TemplateErrorKind.Raised, "no user", 2), (exception.Kind, exception.Reason, exception.Line));
    }

    [Theory]
    [InlineData("{{ {'b': 1.0, 'a': 'é<&>'} | tojson }}", "{\"b\": 1.0, \"a\": \"é<&>\"}")]
    [InlineData("{{ {'b': 1, 'a': [1, 2]} | tojson(separators=(',', ':'), sort_keys=true) }}", "{\"a\":[1,2],\"b\":1}")]
    [InlineData("{{ {'a': [1, {}]} | tojson(indent=2) }}", "{\n  \"a\": [\n    1,\n    {}\n  ]\n}")]
    [InlineData("{{ 'é' | tojson(ensure_ascii=true) }}", "\"\\u00e9\"")]
    [InlineData("{{ (messages | tojson) ~ '<' }}", "[{\"role\": \"user\", \"content\": \"Hi\"}]<")]
    public void Json_is_pythons(string source, string expected) => Assert.Equal(expected, Parse(source).Render(Hello));

    [Theory]
    [InlineData("{{ messages.append(1) }}", "access to attribute 'append' of 'list' object is unsafe.")]
    [InlineData("{{ messages[0].update({}) }}", "access to attribute 'update' of 'dict' object is unsafe.")]
    [InlineData("{{ messages.__class__.x }}", "access to attribute '__class__' of 'list' object is unsafe.")]
    [InlineData("{{ '{0.__class__.x}'.format(messages) }}", "access to attribute '__class__' of 'list' object is unsafe.")]
    public void The_sandbox_hides_what_changes_values(string source, string reason)
    {
        var exception = Assert.Throws<TemplateException>(() => Parse(source).Render(Hello));
        Assert.Equal((TemplateErrorKind.Security, reason), (exception.Kind, exception.Reason));
    }

    [Fact]
    public void Ranges_are_limited() =>
        Assert.Equal(TemplateErrorKind.Overflow, Assert.Throws<TemplateException>(() => Parse("{{ range(100001) }}").Render(Hello)).Kind);

    [Fact]
    public void The_generation_tag_renders_its_body_in_a_scope_of_its_own() =>
        Assert.Equal("[Hi]", Parse("[{% generation %}{% set x = messages[0].content %}{{ x }}{% endgeneration %}{{ x }}]").Render(Hello));

    [Fact]
    public void Tools_and_documents_are_none_and_further_variables_reach_the_template()
    {
        var input = Hello with
        {
            SpecialTokens = new Dictionary<string, string> { ["bos_token"] = "<s>" },
            Further = new Dictionary<string, object?> { ["enable_thinking"] = false },
        };
        Assert.Equal("<s>TrueTrueFalseTrue", Parse("{{ bos_token }}{{ tools is none }}{{ documents is defined }}{{ enable_thinking }}{{ add_generation_prompt }}").Render(input));
    }

    private static ChatTemplate Parse(string source) => ChatTemplate.Parse(source, new FixedClock());

    private sealed class FixedClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2025, 7, 26, 9, 5, 3, TimeSpan.Zero);
    }
}
