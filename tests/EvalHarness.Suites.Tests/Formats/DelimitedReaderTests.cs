using System.Text;
using CsCheck;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.Tests.Formats;

/// <summary>Comma- and tab-separated files by RFC 4180.</summary>
public sealed class DelimitedReaderTests
{
    [Fact]
    public void Quoted_fields_keep_separators_quotes_and_line_ends()
    {
        using var folder = new TemporaryFolder();
        var records = Read(folder, "a,b\r\n\"x,y\",\"he said \"\"no\"\"\r\nand left\"\r\n,\"\"\r\n");
        Assert.Equal(["x,y", "he said \"no\"\r\nand left"], records[0].Values);
        Assert.Equal(["", ""], records[1].Values);
        Assert.Equal([2L, 4L], records.Select(record => record.Place.Line!.Value));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_column()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("1", Read(folder, "\uFEFFid,text\n1,x")[0]["id"]);
    }

    [Fact]
    public void Unicode_line_separators_are_content()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("x\u0085y\u2028z\fw", Read(folder, "text\nx\u0085y\u2028z\fw\n")[0]["text"]);
    }

    [Fact]
    public void An_absent_column_names_those_that_are_there()
    {
        using var folder = new TemporaryFolder();
        var record = Read(folder, ",text\n1,x\n")[0];
        Assert.Equal("1", record[""]);
        Assert.Contains("(unnamed), text", Assert.Throws<SuiteException>(() => record["txt"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_by_the_rules_is_read_back()
    {
        using var folder = new TemporaryFolder();
        var field = Gen.Char["ab,\t\"\r\n é\u0085😀"[0..9]].Array[0, 8].Select(chars => new string(chars));
        Gen.Select(field.Array[3].Array[1, 6], Gen.Bool.Select(tabs => tabs ? '\t' : ',')).Sample((rows, separator) =>
        {
            var text = new StringBuilder($"a{separator}b{separator}c\n");
            foreach (var row in rows)
                text.AppendJoin(separator, row.Select(value => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append("\r\n");
            var read = Read(folder, text.ToString(), separator).Select(record => record.Values.ToArray());
            return rows.SequenceEqual(read, EqualityComparer<string[]>.Create((x, y) => x!.SequenceEqual(y!)));
        }, iter: 300, threads: 1);
    }

    [Fact]
    public void No_bytes_make_it_fail_in_another_way_than_with_a_sentence()
    {
        using var folder = new TemporaryFolder();
        Gen.Byte.Select(value => (byte)"a\",\n\r\t\xC3"[value % 7]).Array[0, 40].Sample(bytes =>
        {
            folder.Write("x.csv", bytes);
            try
            {
                _ = DelimitedReader.Read(new DataFile("x.csv", Path.Combine(folder.Path, "x.csv"))).Count();
            }
            catch (SuiteException failure)
            {
                return failure.Message.StartsWith("x.csv", StringComparison.Ordinal);
            }
            return true;
        }, iter: 500, threads: 1);
    }

    private static List<DelimitedRecord> Read(TemporaryFolder folder, string text, char separator = ',')
    {
        folder.Write("x.csv", text);
        return [.. DelimitedReader.Read(new DataFile("x.csv", Path.Combine(folder.Path, "x.csv")), separator)];
    }
}
