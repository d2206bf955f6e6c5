using System.Globalization;
using System.Text.Json;
using EvalHarness.Testing;

namespace EvalHarness.Core.Tests.Metrics;

/// <summary>One file of results that official scorers gave. Every case is checked; those that fail are all named.</summary>
internal sealed class OfficialCases
{
    private const double Tolerance = 1e-12;

    private readonly string _file;
    private readonly List<JsonElement> _cases;

    private OfficialCases(string file, List<JsonElement> cases) => (_file, _cases) = (file, cases);

    /// <summary>The cases of a file, all or of one kind; skips the test where the shared folder is absent.</summary>
    public static OfficialCases Of(string file, string? kind = null)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Require($"fixtures/metrics/{file}.json")));
        var cases = document.RootElement.GetProperty("cases").EnumerateArray()
            .Where(entry => kind is null || entry.GetProperty("kind").GetString() == kind)
            .Select(entry => entry.Clone())
            .ToList();
        Assert.NotEmpty(cases);
        return new(file, cases);
    }

    public IReadOnlyList<JsonElement> Cases => _cases;

    /// <summary>Runs a check on every case; it adds one sentence for each difference.</summary>
    public void Check(Action<JsonElement, Differences> check)
    {
        var failures = new List<string>();
        foreach (var entry in _cases)
        {
            var differences = new Differences();
            try
            {
                check(entry, differences);
            }
            catch (Exception error) when (error is not Xunit.Sdk.IAssertionException)
            {
                differences.Add($"threw {error.GetType().Name}: {error.Message}");
            }
            if (differences.Count > 0)
                failures.Add($"{entry.GetProperty("id").GetString()}: {string.Join("; ", differences)}");
        }
        Assert.True(failures.Count == 0, $"{failures.Count} of {_cases.Count} cases of {_file} differ:\n{string.Join('\n', failures.Take(50))}");
    }

    /// <summary>What differs in one case.</summary>
    internal sealed class Differences : List<string>
    {
        /// <summary>Doubles agree to 1e-12, relative to max(1, |expected|).</summary>
        public void Near(string what, double expected, double? actual)
        {
            if (actual is not { } value || !(Math.Abs(value - expected) <= Tolerance * Math.Max(1, Math.Abs(expected))))
                Add(string.Create(CultureInfo.InvariantCulture, $"{what} expected {expected:R}, got {actual:R}"));
        }

        public void Near(string what, double[] expected, IReadOnlyList<double> actual)
        {
            if (expected.Length != actual.Count)
                Add($"{what} has {actual.Count} values, expected {expected.Length}");
            else
                for (var i = 0; i < expected.Length; i++)
                    Near($"{what}[{i}]", expected[i], actual[i]);
        }

        public void Same<T>(string what, T expected, T actual)
        {
            if (!EqualityComparer<T>.Default.Equals(expected, actual))
                Add($"{what} expected {expected}, got {actual}");
        }
    }
}

/// <summary>Reading of case fields.</summary>
internal static class CaseFields
{
    public static string[] Texts(this JsonElement entry, string name) => [.. entry.GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];

    public static double[] Numbers(this JsonElement entry, string name) => entry.GetProperty(name).Numbers();

    public static double[] Numbers(this JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetDouble())];

    public static double[][] Rows(this JsonElement entry, string name) => [.. entry.GetProperty(name).EnumerateArray().Select(row => row.Numbers())];

    public static int[] Indices(this JsonElement entry, string name) => [.. entry.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    /// <summary>Labels as texts, whether the file has numbers or texts.</summary>
    public static string[] LabelTexts(this JsonElement entry, string name) => [.. entry.GetProperty(name).EnumerateArray().Select(value => value.ToString())];
}
