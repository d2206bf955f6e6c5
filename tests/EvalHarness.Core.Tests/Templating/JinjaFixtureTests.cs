using System.Text.Json;
using EvalHarness.Core.Templating;

namespace EvalHarness.Core.Tests.Templating;

/// <summary>What Jinja2 itself renders, or at which stage it refuses.</summary>
public sealed class JinjaFixtureTests
{
    [Fact]
    public void Renders_as_jinja2_does() => FixtureCases.Check("fixtures/promptsource/jinja.json", Check, atLeast: 298);

    private static string? Check(JsonElement item)
    {
        try
        {
            var result = TemplateSettings.Of(item).Parse(item.GetProperty("template").GetString()!).Render(item.GetProperty("context"), bound => bound - 1);
            return item.TryGetProperty("result", out var expected)
                ? FixtureCases.Differ(expected.GetString()!, result)
                : $"expected {item.GetProperty("error").GetString()} at stage {item.GetProperty("stage").GetString()}, got {JsonSerializer.Serialize(result)}";
        }
        catch (TemplateException exception)
        {
            var stage = item.TryGetProperty("stage", out var expected) ? expected.GetString() : "none";
            return string.Equals(stage, exception.Stage.ToString(), StringComparison.OrdinalIgnoreCase) ? null : $"expected an error at stage {stage}, got {exception.Stage}: {exception.Message}";
        }
    }
}
