using System.Text.Json;
using EvalHarness.Testing;

namespace EvalHarness.Core.Tests.Metrics;

/// <summary>A file of cases that official scorers were run on. Checks run every case and name those that fail.</summary>
internal static class TextFixture
{
    /// <summary>Runs the check on every case of that kind; it returns what is wrong, or null.</summary>
    public static void Check(string name, string? kind, Func<JsonElement, string?> check)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Require($"fixtures/{name}")));
        var run = 0;
        var failures = new List<string>();
        foreach (var item in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (kind is not null && item.TextAt("kind") != kind)
                continue;
            run++;
            var id = item.TryGetProperty("id", out var given) ? given.GetString() : $"case {run - 1}";
            if (check(item) is { } wrong)
                failures.Add($"{id}: {wrong}");
        }
        Assert.True(run > 0, $"{name} has no case of the kind {kind}.");
        Assert.True(failures.Count == 0, $"{failures.Count} of {run} cases fail:\n{string.Join('\n', failures.Take(40))}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{name} {kind}: {run} cases");
    }

    public static string TextAt(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static double NumberAt(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    /// <summary>A list of texts; one text is a list of one. Null entries stay null.</summary>
    public static List<string> TextsAt(this JsonElement element, string name) => Texts(element.GetProperty(name));

    public static List<string> Texts(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().Select(text => text.GetString()!)]
        : [element.GetString()!];

    /// <summary>What differs beyond 1e-12, relative to max(1, |expected|), or null.</summary>
    public static string? Differs(string what, double expected, double actual, double tolerance = 1e-12) =>
        Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)) ? null : $"{what} is {actual:R}, expected {expected:R}";

    public static string? Differs(string what, string expected, string actual) =>
        string.Equals(expected, actual, StringComparison.Ordinal) ? null : $"{what} is \"{actual}\", expected \"{expected}\"";

    public static string? Join(IEnumerable<string?> differences)
    {
        var all = string.Join("; ", differences.Where(difference => difference is not null));
        return all.Length == 0 ? null : all;
    }
}
