using System.Text.Json;
using EvalHarness.Testing;

namespace EvalHarness.Models.Tests;

/// <summary>Reference cases: runs every one and names those that fail.</summary>
internal static class Golden
{
    /// <summary>The cases of a golden file of the models folder.</summary>
    public static List<JsonElement> Cases(string relative) =>
        [.. Document(relative).GetProperty("cases").EnumerateArray()];

    /// <summary>The whole golden file.</summary>
    public static JsonElement Document(string relative) =>
        JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Require("fixtures/models/" + relative))).RootElement;

    /// <summary>The lines of a golden file, header first.</summary>
    public static List<JsonElement> Lines(string relative) =>
        [.. File.ReadLines(SharedFolder.Require(relative)).Select(l => JsonDocument.Parse(l).RootElement)];

    /// <summary>Checks every case; a check returns null or what is wrong.</summary>
    public static void Check(IEnumerable<JsonElement> cases, Func<JsonElement, string?> check)
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var item in cases)
        {
            count++;
            string? wrong;
            try
            {
                wrong = check(item);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                wrong = e.Message;
            }
            if (wrong is not null)
                failures.Add($"{Id(item)}: {wrong}");
        }
        Assert.True(count > 0, "There are no cases.");
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} cases differ:\n{string.Join('\n', failures)}");
    }

    public static string Id(JsonElement item) => item.TryGetProperty("id", out var id) ? id.ToString() : item.GetProperty("doc_id").ToString();

    public static string Kind(JsonElement item) => item.GetProperty("kind").GetString()!;

    public static int[] Ints(this JsonElement item, string name) => [.. item.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];

    public static double[] Doubles(this JsonElement item, string name) => [.. item.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];

    public static string Text(this JsonElement item, string name) => item.GetProperty(name).GetString()!;

    public static bool Has(this JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public static string? Compare(string what, IReadOnlyList<int> expected, IReadOnlyList<int> actual) =>
        expected.SequenceEqual(actual) ? null : $"{what} [{string.Join(' ', expected)}] expected, [{string.Join(' ', actual)}] found";

    public static string? Compare(string what, string expected, string actual) =>
        expected == actual ? null : $"{what} {JsonSerializer.Serialize(expected)} expected, {JsonSerializer.Serialize(actual)} found";

    public static string? Near(string what, IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance)
    {
        if (expected.Count != actual.Count)
            return $"{what}: {expected.Count} values expected, {actual.Count} found";
        for (var i = 0; i < expected.Count; i++)
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance))
                return $"{what}[{i}]: {expected[i]} expected, {actual[i]} found";
        return null;
    }
}
