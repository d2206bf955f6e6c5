using System.Text;
using CsCheck;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.Tests.Formats;

/// <summary>JSON files member by member.</summary>
public sealed class JsonStreamTests
{
    [Fact]
    public void Members_come_with_their_names_and_lines()
    {
        using var folder = new TemporaryFolder();
        var items = Read(folder, "\uFEFF{\n \"a\": 1,\n \"b\": {\"x\": [1, 2]},\n\n \"c\": \"t\"\n}\n");
        Assert.Equal(["a", "b", "c"], items.Select(item => item.Name!));
        Assert.Equal([2L, 3L, 5L], items.Select(item => item.Place.Line!.Value));
    }

    [Fact]
    public void A_field_is_entered_wherever_it_stands()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(["1", "[2]"], Read(folder, """{"skip": {"data": [9]}, "data": [1, [2]], "more": 3}""", "data").Select(item => item.Value.GetRawText()));
    }

    [Fact]
    public void Unwanted_fields_are_passed_over()
    {
        using var folder = new TemporaryFolder().Write("x.json", """{"big": [[{"a": 1}]], "name": "n"}""");
        Assert.Equal("name", Assert.Single(JsonStream.Read(File(folder), skip: name => name == "big")).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("[1,")]
    [InlineData("[1] x")]
    [InlineData("[1]]")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{\"a\": 1")]
    [InlineData("[1,]")]
    [InlineData("[01]")]
    [InlineData("[\"\u0001\"]")]
    public void What_is_no_list_or_object_is_an_error(string text)
    {
        using var folder = new TemporaryFolder();
        Assert.StartsWith("x.json, line 1", Assert.Throws<SuiteException>(() => Read(folder, text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_absent_field_is_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("'data'", Assert.Throws<SuiteException>(() => Read(folder, "{\"a\": [1]}", "data")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Members_larger_than_the_buffer_are_read_whole()
    {
        using var folder = new TemporaryFolder();
        Gen.OneOf(Gen.Int[0, 20], Gen.Int[65500, 65540], Gen.Int[150_000, 150_010]).Array[1, 6].Sample(lengths =>
        {
            var text = new StringBuilder("[");
            text.AppendJoin(",\n", lengths.Select(length => $"{{\"v\": \"{new string('x', length)}\"}}")).Append(']');
            return Read(folder, text.ToString()).Select(item => item.Record.Text("v").Length).SequenceEqual(lengths);
        }, iter: 40, threads: 1);
    }

    private static List<JsonItem> Read(TemporaryFolder folder, string text, string? field = null)
    {
        folder.Write("x.json", text);
        return [.. JsonStream.Read(File(folder), field)];
    }

    private static DataFile File(TemporaryFolder folder) => new("x.json", Path.Combine(folder.Path, "x.json"));
}
