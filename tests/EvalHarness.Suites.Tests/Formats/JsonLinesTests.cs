using System.Text.Json;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.Tests.Formats;

/// <summary>JSON lines.</summary>
public sealed class JsonLinesTests
{
    [Fact]
    public void Empty_lines_are_counted_but_give_no_record()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal([1L, 3L], Read(folder, "{\"a\": 1}\n\n{\"a\": 2}\n").Select(record => record.Place.Line!.Value));
    }

    [Fact]
    public void Numbers_that_only_python_writes_are_null()
    {
        using var folder = new TemporaryFolder();
        var record = Read(folder, """{"text": "NaN \" -Infinity", "a": NaN, "b": [-Infinity, Infinity], "c": 1}""")[0];
        Assert.Equal("NaN \" -Infinity", record.Text("text"));
        Assert.False(record.Has("a"));
        Assert.All(record.Items("b"), item => Assert.Equal(JsonValueKind.Null, item.ValueKind));
        Assert.Equal(1, record.Number("c"));
    }

    [Theory]
    [InlineData("{\"a\": NaN")]
    [InlineData("{'a': 1}")]
    [InlineData("\"Infinity")]
    public void Other_faults_are_errors_at_their_line(string line)
    {
        using var folder = new TemporaryFolder();
        Assert.StartsWith("x.jsonl, line 2", Assert.Throws<SuiteException>(() => Read(folder, "{}\n" + line)).Message, StringComparison.Ordinal);
    }

    private static List<JsonRecord> Read(TemporaryFolder folder, string text)
    {
        folder.Write("x.jsonl", text);
        return [.. JsonLines.Read(new DataFile("x.jsonl", Path.Combine(folder.Path, "x.jsonl")))];
    }
}
