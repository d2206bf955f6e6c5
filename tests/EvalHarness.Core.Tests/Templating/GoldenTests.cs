using System.Text.Json;
using EvalHarness.Core.Templating;
using EvalHarness.Testing;

namespace EvalHarness.Core.Tests.Templating;

/// <summary>
/// Templates written for these tests, with what Jinja2 3.1.6 itself gave for them: the text, or the stage at which it refused. Unlike the shared fixtures they
/// are part of the repository.
/// </summary>
public sealed class GoldenTests
{
    [Theory]
    [InlineData("language", 643)]
    [InlineData("values", 191)]
    [InlineData("scoping", 150)]
    [InlineData("formatting", 260)]
    [InlineData("mixed", 260)]
    public void Behaves_as_jinja2_does(string file, int count)
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.InRepository("tests", "EvalHarness.Core.Tests", "Templating", "Golden", $"{file}.json")));
        var contexts = golden.RootElement.GetProperty("contexts");
        var cases = golden.RootElement.GetProperty("cases").EnumerateArray().ToList();
        var failures = cases.Select(item => (Id: item.GetProperty("id").GetString(), Problem: Check(item, contexts))).Where(result => result.Problem is not null).ToList();
        Assert.Equal(count, cases.Count);
        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20).Select(failure => $"{failure.Id}: {failure.Problem}")));
    }

    private static string? Check(JsonElement item, JsonElement contexts)
    {
        var source = item.GetProperty("template").GetString()!;
        var context = item.GetProperty("context") is { ValueKind: JsonValueKind.String } name ? contexts.GetProperty(name.GetString()!) : item.GetProperty("context");
        var stage = item.TryGetProperty("stage", out var expectedStage) ? expectedStage.GetString() : null;
        try
        {
            var text = TemplateSettings.Of(item).Parse(source).Render(context, _ => 0);
            return stage is null ? FixtureCases.Differ(item.GetProperty("result").GetString()!, text) : $"{source}: expected an error at stage {stage}, got {text}";
        }
        catch (TemplateException exception)
        {
            return string.Equals(stage, exception.Stage.ToString(), StringComparison.OrdinalIgnoreCase) ? null : $"{source}: expected {stage ?? "a text"}, got: {exception.Message}";
        }
    }
}
