using System.Text.Json;
using EvalHarness.Testing;

namespace EvalHarness.Core.Tests.Templating;

/// <summary>Reads fixture files and reports the cases that fail.</summary>
internal static class FixtureCases
{
    public static JsonDocument Open(string relative) => JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Require(relative)));

    /// <summary>Runs every case of a file that a condition selects; a check gives null or what is wrong.</summary>
    public static void Check(string relative, Func<JsonElement, string?> check, Func<JsonElement, bool>? select = null, int atLeast = 1)
    {
        using var fixture = Open(relative);
        var failures = new List<string>();
        var count = 0;
        foreach (var item in fixture.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (select is not null && !select(item))
                continue;
            count++;
            if (check(item) is { } problem)
                failures.Add($"{item.GetProperty("id").GetString()}: {problem}");
        }
        Assert.True(count >= atLeast, $"{relative}: {count} cases were found, at least {atLeast} were expected.");
        Assert.True(failures.Count == 0, $"{relative}: {failures.Count} of {count} cases fail:\n{string.Join('\n', failures.Take(20))}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{relative}: {count} of {count} cases pass.");
    }

    /// <summary>Null where two texts are equal, else where they part.</summary>
    public static string? Differ(string expected, string actual)
    {
        if (expected == actual)
            return null;
        var same = expected.AsSpan().CommonPrefixLength(actual);
        string From(string text) => JsonSerializer.Serialize(text[Math.Max(0, same - 20)..Math.Min(text.Length, same + 60)]);
        return $"at character {same}: expected …{From(expected)}, got …{From(actual)}";
    }
}
