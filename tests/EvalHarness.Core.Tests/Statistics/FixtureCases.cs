using System.Text.Json;

namespace EvalHarness.Core.Tests.Statistics;

/// <summary>Runs every case of a statistics fixture and names those that fail, with the field and both values.</summary>
internal sealed class FixtureCases
{
    private readonly List<string> _failures = [];
    private JsonElement _case;

    /// <summary>Runs all cases of the given kinds; fails if there are none, or a kind of the file is in no set of kinds.</summary>
    public static void Run(string file, IReadOnlyDictionary<string, Action<FixtureCases>> kinds)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(EvalHarness.Testing.SharedFolder.Require(file)));
        var run = new FixtureCases();
        var count = 0;
        foreach (var item in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            run._case = item;
            count++;
            try
            {
                if (kinds.TryGetValue(run.Text("kind"), out var check))
                    check(run);
                else
                    run.Fail("kind", "a known kind", run.Text("kind"));
            }
            catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or KeyNotFoundException)
            {
                run.Fail("run", "no exception", failure.Message);
            }
        }
        Assert.Equal(document.RootElement.GetProperty("case_count").GetInt32(), count);
        Assert.True(run._failures.Count == 0, $"{run._failures.Count} fields differ:\n{string.Join('\n', run._failures)}");
    }

    public string Text(string field) => _case.GetProperty(field).GetString()!;

    public int Int(string field) => _case.GetProperty(field).GetInt32();

    public double Number(string field) => _case.GetProperty(field).GetDouble();

    public double[] Numbers(string field) => [.. _case.GetProperty(field).EnumerateArray().Select(value => value.GetDouble())];

    public IReadOnlyList<JsonElement> Items(string field) => [.. _case.GetProperty(field).EnumerateArray()];

    public bool Has(string field) => _case.TryGetProperty(field, out _);

    public bool IsNull(string field) => !_case.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null;

    /// <summary>
    /// A number within the tolerance of max(1, |expected|); p-values that are smaller than the tolerance itself are also held to 1e-9 relative.
    /// A field that is absent or null wants null.
    /// </summary>
    public void Close(string field, double? actual, double tolerance = 1e-12)
    {
        if (IsNull(field))
        {
            if (actual is not null)
                Fail(field, "null", actual);
            return;
        }
        CloseTo(field, Number(field), actual, tolerance);
    }

    public void CloseTo(string what, double expected, double? actual, double tolerance = 1e-12)
    {
        var off = Math.Abs(expected - (actual ?? double.NaN));
        if (!(off <= tolerance * Math.Max(1, Math.Abs(expected))) || (expected != 0 && Math.Abs(expected) < 1e-12 && off > 1e-9 * Math.Abs(expected)))
            Fail(what, expected, actual);
    }

    public void Same<T>(string field, T actual)
    {
        var expected = JsonSerializer.Deserialize<T>(_case.GetProperty(field));
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            Fail(field, expected, actual);
    }

    public void CloseAll(string field, IReadOnlyList<double> actual, double tolerance = 1e-12)
    {
        var expected = Numbers(field);
        if (expected.Length != actual.Count)
            Fail(field, $"{expected.Length} values", actual.Count);
        for (var i = 0; i < Math.Min(expected.Length, actual.Count); i++)
            CloseTo($"{field}[{i}]", expected[i], actual[i], tolerance);
    }

    public void SameAll(string field, IReadOnlyList<bool> actual)
    {
        if (!Items(field).Select(value => value.GetBoolean()).SequenceEqual(actual))
            Fail(field, _case.GetProperty(field).GetRawText(), string.Join(", ", actual));
    }

    private void Fail(string field, object? expected, object? actual) =>
        _failures.Add(FormattableString.Invariant($"{_case.GetProperty("id").GetString()} ({_case.GetProperty("kind").GetString()}) {field}: expected {expected ?? "null"}, got {actual ?? "null"}"));
}
