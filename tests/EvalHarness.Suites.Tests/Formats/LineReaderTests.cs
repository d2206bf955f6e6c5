using System.Text;
using CsCheck;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.Tests.Formats;

/// <summary>Text files line by line.</summary>
public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("a\n", 1)]
    [InlineData("a\n\n", 2)]
    [InlineData("\n", 1)]
    [InlineData("\uFEFF", 0)]
    [InlineData("\uFEFFa", 1)]
    public void A_final_line_end_makes_no_line(string text, int lines)
    {
        using var folder = new TemporaryFolder().Write("x.txt", text);
        Assert.Equal(lines, LineReader.Read(File(folder)).Count());
    }

    [Fact]
    public void Latin_1_is_read_byte_by_byte()
    {
        using var folder = new TemporaryFolder().Write("x.txt", [(byte)'a', 0xE9, 0x85, (byte)'\n']);
        Assert.Equal("a\u00e9\u0085", Assert.Single(LineReader.Read(File(folder), Encoding.Latin1)).Text);
    }

    [Fact]
    public void Lines_are_those_between_line_feeds_whatever_the_buffer_holds()
    {
        using var folder = new TemporaryFolder();
        // Lines around the buffer's size of 64 KiB, and several times it.
        var length = Gen.OneOf(Gen.Int[0, 10], Gen.Int[65530, 65540], Gen.Int[200_000, 200_010]);
        length.Array[1, 5].Sample(lengths =>
        {
            var lines = lengths.Select((size, index) => new string((char)('a' + index), size)).ToArray();
            folder.Write("x.txt", string.Join('\n', lines) + "\n");
            return LineReader.Read(File(folder)).Select(line => line.Text).SequenceEqual(lines);
        }, iter: 40, threads: 1);
    }

    private static DataFile File(TemporaryFolder folder) => new("x.txt", Path.Combine(folder.Path, "x.txt"));
}
