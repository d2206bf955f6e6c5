using CsCheck;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Scoring;
using EvalHarness.Core.Statistics;

namespace EvalHarness.Core.Tests.Scoring;

public sealed class ScoreFileTests
{
    private static readonly (string Metric, (string, string)[] Options, string Lines)[] Files =
    [
        ("wikitq-denotation", [], """{"id":"a","cluster":"t1","prediction":["1"],"references":["1.0"]}""" + "\n" + """{"id":"ß","prediction":[],"references":["1"],"canonical":null}"""),
        ("accuracy", [("labels", "x,y")], """{"id":"a","prediction":"x","label":"x"}""" + "\n" + """{"id":"b","prediction":"\"]","label":"y"}"""),
        ("ece", [("bins", "4")], """{"id":"a","probabilities":[0.3,0.7],"label":1}""" + "\n" + """{"id":"b","probabilities":[0.1,0.2],"label":1}"""),
        ("recall", [("k", "1,2"), ("figure", "set")], """{"id":"a","similarities":[1e-7,0.7],"targets":[]}""" + "\n" + """{"id":"b","similarities":[0.1,0.2],"targets":[0,1]}"""),
        ("calibration", [], """{"id":"a","logProbabilities":[-1,-2],"label":0,"contentFree":[[-0.1,-3]]}""" + "\n" + """{"id":"b","logProbabilities":[-3,-2],"label":0}"""),
        ("bleu", [("tokenize", "intl")], """{"id":"a","prediction":"the cat sat on the mat","references":["the cat sat on a mat"]}"""),
        ("wer", [("unit", "char")], """{"id":"a","prediction":"abc","references":["abd"]}""" + "\n" + """{"id":"b","prediction":"","references":[""]}"""),
        ("exposure", [("ties", "mean")], """{"id":"a","canary":2,"candidates":[2,2,7]}"""),
    ];

    [Fact]
    public async Task Written_scores_are_read_back_and_written_again_byte_for_byte()
    {
        foreach (var (metric, options, lines) in Files)
        {
            var written = await ScoringFiles.WriteAsync(await ScoringFiles.ScoreAsync(metric, lines, options));
            var read = await ScoringFiles.ReadScoresAsync(written);
            Assert.Equal(written, await ScoringFiles.WriteAsync(read));
            Assert.Equal(options.ToDictionary(), options.Select(option => option.Item1).ToDictionary(name => name, name => read.Metric.Card.Options[name]));
        }
    }

    [Fact]
    public async Task A_line_holds_id_cluster_scores_and_statistics_and_the_last_one_the_aggregate_and_the_card()
    {
        var output = ScoringFiles.Lines(await ScoringFiles.WriteAsync(await ScoringFiles.ScoreAsync("accuracy",
            """{"id":"a","cluster":"c","prediction":"x","label":"x"}""" + "\n" + """{"id":"b","prediction":"x","label":"y"}""")));
        Assert.Equal("""{"id":"a","cluster":"c","scores":{"correct":1},"stats":{"confusion[\"x\",\"x\"]":1}}""", output[0].ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.False(output[1].ContainsKey("cluster"));
        Assert.Equal(["aggregate", "n", "clusters", "metric"], output[2].Select(member => member.Key));
        Assert.Equal(0.5, output[2]["aggregate"]!["accuracy"]!.GetValue<double>());
        Assert.Equal(2, output[2]["n"]!.GetValue<int>());
        Assert.Equal("accuracy", output[2]["metric"]!["primary"]!.GetValue<string>());
        Assert.Equal("corpus", output[2]["metric"]!["figures"]![2]!["aggregation"]!.GetValue<string>());
        Assert.Equal("", output[2]["metric"]!["options"]!["labels"]!.GetValue<string>());
    }

    [Fact]
    public async Task Null_scores_have_a_reason_are_left_out_of_means_and_counted()
    {
        var output = ScoringFiles.Lines(await ScoringFiles.WriteAsync(await ScoringFiles.ScoreAsync("recall",
            """{"id":"a","similarities":[0.1,0.7],"targets":[]}""" + "\n" + """{"id":"b","similarities":[0.1,0.2],"targets":[1]}""", ("figure", "set"), ("k", "1"))));
        Assert.Null(output[0]["scores"]!["recall@1"]);
        Assert.Equal("the query has no target in the gallery", output[0]["reason"]!.GetValue<string>());
        Assert.Equal(1, output[2]["aggregate"]!["recall@1"]!.GetValue<double>());
        Assert.Equal("1 of 2 examples have no score and are left out", output[2]["reasons"]!["recall@1"]!.GetValue<string>());
    }

    [Fact]
    public async Task Intervals_stand_beside_the_aggregate()
    {
        var split = await ScoringFiles.ScoreAsync("accuracy", """{"id":"a","prediction":"x","label":"x"}""");
        var last = ScoringFiles.Lines(await ScoringFiles.WriteAsync(split, new OnlyOfAccuracy()))[^1];
        Assert.Equal("""{"accuracy":{"ciLow":0.2,"ciHigh":null,"interval":"wilson","reason":"one example"}}""", last["intervals"]!.ToJsonString());
    }

    [Fact]
    public async Task The_intervals_are_those_of_the_rules_of_inference()
    {
        var lines = string.Concat(Enumerable.Range(0, 60).Select(i => ScoringFiles.Line(new { id = i, prediction = i % 3, label = i % 5 == 0 ? 0 : i % 3 })));
        var split = await ScoringFiles.ScoreAsync("accuracy", lines);
        var settings = new InferenceSettings { Seed = 5, Resamples = 500 };
        var last = ScoringFiles.Lines(await ScoringFiles.WriteAsync(split, new InferredIntervals(settings)))[^1];
        Assert.Equal(split.Figures.Select(figure => figure.Name), last["intervals"]!.AsObject().Select(interval => interval.Key));
        Assert.Equal("wilson", last["intervals"]!["accuracy"]!["interval"]!.GetValue<string>());
        foreach (var (name, interval) in last["intervals"]!.AsObject())
            Assert.InRange(last["aggregate"]![name]!.GetValue<double>(), interval!["ciLow"]!.GetValue<double>(), interval["ciHigh"]!.GetValue<double>());
    }

    [Theory]
    [InlineData(0, """{"id":"a","scores":{},"stats":{},"scroes":1}""", "did you mean \"scores\"?")]
    [InlineData(0, """{"id":"a","scores":{}}""", "\"stats\" is missing")]
    [InlineData(0, """{"id":3,"scores":{},"stats":{}}""", "\"id\" is missing or no text")]
    [InlineData(0, """{"id":"a","scores":{},"stats":{"n":"1"}}""", "allowed is a number")]
    [InlineData(0, """{"id":"b","scores":{},"stats":{}}""", "too; every id may stand once")]
    [InlineData(0, """{"id":"a","scores":{},"stats":{}""", "no JSON")]
    [InlineData(0, """{"id":"a","scores":{},"scores":{},"stats":{}}""", "no JSON")]
    [InlineData(0, """{"id":"\ud800","scores":{},"stats":{}}""", "surrogate")]
    [InlineData(2, """{"aggregate":{},"n":7,"metric":{}}""", "\"n\" is 7, but 2 examples")]
    [InlineData(2, """{"aggregate":{},"n":2}""", "\"metric\" is missing")]
    [InlineData(2, """{"aggregate":{},"n":2,"metric":{"name":"acuracy","primary":"p","figures":[],"scorer":"s","description":"d"}}""", "did you mean \"accuracy\"?")]
    [InlineData(2, """{"aggregate":{},"n":2,"metric":{"name":"accuracy","revision":99,"primary":"p","figures":[],"scorer":"s","description":"d"}}""", "revision 99")]
    [InlineData(2, """{"aggregate":{},"n":2,"metric":{"name":"accuracy"}}""", "no card")]
    public async Task A_broken_file_of_scores_gives_one_sentence_with_the_line(int line, string replacement, string words)
    {
        var lines = (await ScoringFiles.WriteAsync(await ScoringFiles.ScoreAsync("accuracy",
            """{"id":"a","prediction":"x","label":"x"}""" + "\n" + """{"id":"b","prediction":"x","label":"x"}"""))).Split('\n');
        lines[line] = replacement;
        var error = await Assert.ThrowsAsync<ScoringException>(() => ScoringFiles.ReadScoresAsync(string.Join('\n', lines)));
        // A doubled id is found where it stands the second time.
        Assert.StartsWith($"scores.jsonl, line {(replacement.Contains("\"id\":\"b\"", StringComparison.Ordinal) ? 2 : line + 1)}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_file_and_lines_after_the_aggregate_are_refused()
    {
        var written = await ScoringFiles.WriteAsync(await ScoringFiles.ScoreAsync("accuracy", """{"id":"a","prediction":"x","label":"x"}"""));
        Assert.Contains("\"aggregate\"", (await Assert.ThrowsAsync<ScoringException>(() => ScoringFiles.ReadScoresAsync(written.Split('\n')[0]))).Message, StringComparison.Ordinal);
        Assert.Equal(3, (await Assert.ThrowsAsync<ScoringException>(() => ScoringFiles.ReadScoresAsync(written + written))).Line);
    }

    [Fact]
    public async Task Pairs_are_joined_by_id_and_what_is_missing_is_an_error_or_a_count()
    {
        static string Line(string id, string prediction, string cluster = "c") => $$"""{"id":"{{id}}","cluster":"{{cluster}}","prediction":"{{prediction}}","label":"x"}""" + "\n";
        var a = await ScoringFiles.ScoreAsync("accuracy", Line("1", "x") + Line("2", "y") + Line("3", "x"));
        var b = await ScoringFiles.ScoreAsync("accuracy", Line("3", "y") + Line("2", "y") + Line("4", "x"));
        var error = Assert.Throws<ScoringException>(() => ScorePairs.Join(a, b, allowMissing: false));
        Assert.Contains("\"1\" stands in the first file only, and 2 ids", error.Message, StringComparison.Ordinal);
        var joined = ScorePairs.Join(a, b, allowMissing: true);
        Assert.Equal(2, joined.Missing);
        Assert.Equal([("2", 0.0, 0.0), ("3", 1, 0)], joined.Pairs.Select(pair => (pair.A.Id, pair.A.Score["correct"]!.Value, pair.B.Score["correct"]!.Value)));
        var moved = await ScoringFiles.ScoreAsync("accuracy", Line("1", "x", "d"));
        Assert.Contains("cluster", Assert.Throws<ScoringException>(() => ScorePairs.Join(a, moved, allowMissing: true)).Message, StringComparison.Ordinal);
        var labelled = await ScoringFiles.ScoreAsync("accuracy", Line("1", "x"), ("labels", "x,y"));
        Assert.Contains("different metrics", Assert.Throws<ScoringException>(() => ScorePairs.Join(a, labelled, allowMissing: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Doubles_survive_the_file() =>
        Gen.Double.Where(double.IsFinite).Array[1, 20].Sample(values =>
        {
            ScoredSplit split = new(MetricSelection.Create("accuracy"), [.. values.Select((value, i) => new ScoredExample($"{i}", null, new([new("correct", value)], [new("s", value)])))]);
            var read = ScoringFiles.ReadScoresAsync(ScoringFiles.WriteAsync(split).GetAwaiter().GetResult()).GetAwaiter().GetResult();
            Assert.Equal(values, read.Examples.Select(example => example.Score["correct"]!.Value));
            Assert.Equal(values, read.Examples.Select(example => example.Score.Statistics[0].Value));
        }, iter: 200);

    [Fact]
    public async Task Scores_that_are_no_numbers_are_null_with_a_reason()
    {
        ScoredSplit split = new(MetricSelection.Create("accuracy"), [new("a", null, new(new NamedScore("correct", double.NaN)))]);
        var line = ScoringFiles.Lines(await ScoringFiles.WriteAsync(split));
        Assert.Null(line[0]["scores"]!["correct"]);
        Assert.Equal("the score is not a finite number", line[0]["reason"]!.GetValue<string>());
        Assert.Null(line[1]["aggregate"]!["accuracy"]);
        Assert.Equal("not a finite number", line[1]["reasons"]!["accuracy"]!.GetValue<string>());
    }

    private sealed class OnlyOfAccuracy : IFigureIntervals
    {
        public FigureInterval? Of(FigureCard figure, ScoredSplit split) =>
            figure.Name == "accuracy" ? new(0.2, null, "wilson") { Reason = "one example" } : null;
    }
}
