using System.Text;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Scoring;

namespace EvalHarness.Core.Tests.Scoring;

public sealed class PredictionLineTests
{
    private const string Good = """{"id":"a","prediction":"x","label":"x"}""";

    // What is wrong with the second line, and the words the sentence about it holds.
    [Theory]
    [InlineData("""{"id":"b","predicton":"x","label":"x"}""", "did you mean \"prediction\"?")]
    [InlineData("""{"id":"b","prediction":"x","references":["x"],"label":"x"}""", "\"references\" is not one that accuracy reads; it reads id, cluster, prediction, label")]
    [InlineData("""{"id":"b","prediction":["x"],"label":"x"}""", "\"prediction\" holds a list; allowed is a text or a number")]
    [InlineData("""{"id":"b","prediction":null,"label":"x"}""", "\"prediction\" holds null; allowed is a text or a number")]
    [InlineData("""{"id":"b","prediction":"x"}""", "\"label\" is missing; accuracy needs a text or a number")]
    [InlineData("""{"prediction":"x","label":"x"}""", "\"id\" is missing")]
    [InlineData("""{"id":"","prediction":"x","label":"x"}""", "\"id\" is empty")]
    [InlineData("""{"id":"a","prediction":"x","label":"x"}""", "\"a\" stands in line 1 too")]
    [InlineData("""{"id":"b","prediction":"x","label":"x","label":"y"}""", "\"label\" stands twice")]
    [InlineData("""{"id":"b","prediction":"x","label":"x"} {}""", "no JSON at byte")]
    [InlineData("""{"id":"b","prediction":"x","label":}""", "no JSON at byte")]
    [InlineData("""{"id":"b","prediction":"x","label":"x",}""", "no JSON at byte")]
    [InlineData("""{"id":"b","prediction":"x" """, "no JSON at byte")]
    [InlineData("""["id","b"]""", "found a list")]
    [InlineData("7", "found the number 7")]
    [InlineData("", "the line is empty")]
    [InlineData("  ", "the line is empty")]
    [InlineData("\r", "the line is empty")]
    [InlineData("""{"id":"b","prediction":"\ud800","label":"x"}""", "surrogate")]
    [InlineData("""{"id":"b","prediction":1e999,"label":"x"}""", "holds the number 1e999")]
    [InlineData("""{"id":{"x":1},"prediction":1,"label":"x"}""", "\"id\" holds an object")]
    public async Task A_malformed_line_gives_one_sentence_with_its_number(string second, string words)
    {
        var error = await Assert.ThrowsAsync<ScoringException>(() => ScoringFiles.ScoreAsync("accuracy", $"{Good}\n{second}\n{Good.Replace("\"a\"", "\"c\"", StringComparison.Ordinal)}\n"));
        Assert.StartsWith("predictions.jsonl, line 2: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(2, error.Line);
    }

    [Theory]
    [InlineData("wikitq-denotation", """{"id":"a","prediction":"x","references":["x"]}""", "\"prediction\" holds the text \"x\"; allowed is a list of texts")]
    [InlineData("wikitq-denotation", """{"id":"a","prediction":["x",3],"references":["x"]}""", "the number 3 at position 1")]
    [InlineData("wikitq-denotation", """{"id":"a","prediction":["x"],"references":["x"],"canonical":["x","y"]}""", "parallel")]
    [InlineData("ece", """{"id":"a","probabilities":[0.5,"0.5"],"label":0}""", "the text \"0.5\" at position 1; allowed is a list of numbers")]
    [InlineData("ece", """{"id":"a","probabilities":[0.5,1.5],"label":0}""", "1.5 at position 1")]
    [InlineData("ece", """{"id":"a","probabilities":[0.5,0.5],"label":2}""", "from 0 to 1")]
    [InlineData("ece", """{"id":"a","probabilities":[0.5,0.5],"label":"0"}""", "allowed is a whole number from 0")]
    [InlineData("ece", """{"id":"a","probabilities":[0.5,0.5],"label":-1}""", "holds the number -1")]
    [InlineData("recall", """{"id":"a","similarities":[0.5,null],"targets":[0]}""", "null at position 1")]
    [InlineData("recall", """{"id":"a","similarities":[0.5,NaN],"targets":[0]}""", "no JSON")]
    [InlineData("recall", """{"id":"a","similarities":[0.5],"targets":[1.5]}""", "the number 1.5 at position 0")]
    [InlineData("recall", """{"id":"a","similarities":[0.5],"targets":[1]}""", "from 0 to 0")]
    [InlineData("exposure", """{"id":"a","canary":1,"candidates":[2]}""", "not among")]
    [InlineData("calibration", """{"id":"a","logProbabilities":[-1,-2],"label":0,"contentFree":[[-1,"x"]]}""", "allowed is a list of numbers")]
    [InlineData("calibration", """{"id":"a","logProbabilities":[-1,-2],"label":0,"contentFree":[-1]}""", "allowed is a list of lists of numbers")]
    [InlineData("calibration", """{"id":"a","logProbabilities":[-1,-2],"label":5}""", "from 0 to 1")]
    public async Task Values_that_do_not_fit_a_metric_are_named_with_what_is_allowed(string metric, string line, string words)
    {
        var error = await Assert.ThrowsAsync<ScoringException>(() => ScoringFiles.ScoreAsync(metric, line));
        Assert.StartsWith("predictions.jsonl, line 1: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_split_metric_names_the_line_of_the_item_it_refuses()
    {
        var error = await Assert.ThrowsAsync<ScoringException>(() => ScoringFiles.ScoreAsync("calibration",
            """{"id":"a","logProbabilities":[-1,-2],"label":0}""" + "\n" + """{"id":"b","logProbabilities":[-1],"label":0}"""));
        Assert.Equal(2, error.Line);
    }

    [Fact]
    public async Task A_byte_order_mark_and_Windows_line_ends_are_read_and_numbers_are_labels()
    {
        var split = await ScoringFiles.ScoreAsync("accuracy",
            "\ufeff" + """{"id":1,"cluster":"t","prediction":1.0,"label":1}""" + "\r\n" + """{"id":"b","prediction":true,"label":"true","cluster":null}""");
        Assert.Equal(["1", "b"], split.Examples.Select(example => example.Id));
        Assert.Equal(["t", null], split.Examples.Select(example => example.Cluster));
        Assert.All(split.Examples, example => Assert.Equal(1, example.Score["correct"]));
    }

    [Fact]
    public async Task Files_without_lines_in_UTF_16_or_with_endless_lines_are_refused()
    {
        Assert.Contains("nothing to score", (await Assert.ThrowsAsync<ScoringException>(() => ScoringFiles.ScoreAsync("accuracy", ""))).Message, StringComparison.Ordinal);
        var wide = new MemoryStream([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Good + "\n")]);
        var error = await Assert.ThrowsAsync<ScoringException>(() =>
            PredictionScorer.ScoreAsync(MetricSelection.Create("accuracy"), wide, "f", TestContext.Current.CancellationToken));
        Assert.Contains("UTF-16", error.Message, StringComparison.Ordinal);
        using var endless = new EndlessStream();
        error = await Assert.ThrowsAsync<ScoringException>(() =>
            PredictionScorer.ScoreAsync(MetricSelection.Create("accuracy"), endless, "f", TestContext.Current.CancellationToken));
        Assert.Contains("longer than 64 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_of_every_length_are_cut_right_whatever_the_stream_gives_at_a_time()
    {
        var texts = Enumerable.Range(0, 300).Select(i => new string('x', i * i % 9_000 + 1)).ToArray();
        foreach (var piece in new[] { 1, 7, 4_096, 1_000_000 })
        {
            using var stream = new SlowStream(Encoding.UTF8.GetBytes(string.Join('\n', texts)), piece);
            var lines = new List<string>();
            await foreach (var line in JsonLineReader.ReadAsync(stream, "f", TestContext.Current.CancellationToken))
                lines.Add(Encoding.UTF8.GetString(line.Utf8.Span));
            Assert.Equal(texts, lines);
        }
    }

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'x');
            return count;
        }
    }

    private sealed class SlowStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, piece)], cancellationToken);
    }
}
