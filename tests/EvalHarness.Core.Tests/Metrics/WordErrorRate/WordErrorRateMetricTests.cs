using EvalHarness.Core.Metrics;
using EvalHarness.Core.Metrics.WordErrorRate;
using EvalHarness.Core.Metrics.WordErrorRate.Whisper;

namespace EvalHarness.Core.Tests.Metrics.WordErrorRate;

public sealed class WordErrorRateMetricTests
{
    [Fact]
    public void An_empty_hypothesis_costs_every_word()
    {
        var score = Metric.Make("wer").Score(Metric.Item("", "the quick fox"));

        Assert.Equal((3, 3, 1), (score["errors"], score["referenceLength"], score["wer"]));
    }

    [Fact]
    public void An_empty_reference_has_no_rate_but_its_insertions_count()
    {
        var metric = Metric.Make("wer");
        var silent = metric.Score(Metric.Item("uh what", ""));

        Assert.Null(silent["wer"]);
        Assert.Contains("no words", silent.Reason, StringComparison.Ordinal);
        Assert.Equal(2, silent["errors"]);
        Assert.Equal(2.0 / 4, metric.Figure("wer", [silent, metric.Score(Metric.Item("a b c d", "a b c d"))]));
        Assert.Null(metric.Figure("wer", [silent]));
    }

    [Fact]
    public void Several_references_are_an_error() =>
        Assert.Contains("exactly one", Assert.Throws<MetricInputException>(() => Metric.Make("wer").Score(Metric.Item("a", "a", "b"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a\tb", 1)]
    [InlineData("a\t\tb", 2)]
    [InlineData("a\r\nb", 2)]
    [InlineData("a\u00A0b", 1)]
    [InlineData("\u001C a b \t", 2)]
    [InlineData("a\u001Cb", 1)]
    [InlineData("  ", 0)]
    public void Only_spaces_and_runs_of_white_space_separate_words(string text, int words) =>
        Assert.Equal(words, new WordErrorScorer(ErrorUnit.Word).Score(text, "").ReferenceLength);

    [Theory]
    [InlineData(" a  b ", 4)]
    [InlineData("\U0001F600x", 2)]
    [InlineData("e\u0301", 2)]
    public void Characters_are_code_points_and_inner_spaces_count(string text, int characters) =>
        Assert.Equal(characters, new WordErrorScorer(ErrorUnit.Character).Score(text, "").ReferenceLength);

    [Theory]
    [InlineData("fat-mutton  pieces, “don’t”…", "FAT MUTTON PIECES DON'T")]
    [InlineData("groß ﬁne ıŉ café", "GROSS FINE IN CAF")]
    [InlineData("a – b", "A B")]
    public void Plain_normalisation_keeps_letters_digits_and_apostrophes(string text, string expected) =>
        Assert.Equal(expected, PlainTranscript.Normalize(text));

    [Theory]
    [InlineData("the colour", "the colour")]
    [InlineData("1,2,3", "12 3")]
    [InlineData("() (a) (()", "")]
    [InlineData("mr\u0301 x", "mister x")]
    [InlineData("nineteen twenty one", "1921")]
    [InlineData("ninth tenth", "ninth 10th")]
    [InlineData("one point two point three million", "one.2.3 1000000")]
    [InlineData("point five million", "500000")]
    [InlineData("five per cent ten per person", "5% 10 per person")]
    [InlineData("triple nine", "999")]
    [InlineData("minus and x", "-and x")]
    [InlineData("$0.07 $2 and 7 cents", "¢7 $2.07")]
    [InlineData("he'd been there and she'd go", "he had been there and she would go")]
    [InlineData("3 and a half", "3 and a half")]
    [InlineData("three and a half", "3.5")]
    [InlineData("100% %", "100%")]
    public void Whisper_normalisation_without_a_spelling_list(string text, string expected) =>
        Assert.Equal(expected, new EnglishTranscriptNormalizer(SpellingList.Empty).Normalize(text).Trim());

    [Fact]
    public void A_lone_surrogate_is_no_reason_to_fail() => Assert.Equal("a b", new EnglishTranscriptNormalizer(SpellingList.Empty).Normalize("a\uD800b"));

    [Fact]
    public void A_missing_spelling_list_is_deviation_and_a_bad_one_an_error()
    {
        Assert.Contains("Deviation", Metric.Make("wer", ("normalize", "whisper")).Card.Description, StringComparison.Ordinal);
        var error = Assert.Throws<MetricInputException>(() => Metric.Make("wer", ("normalize", "whisper"), ("spelling", "no such file.json")));
        Assert.Contains("no such file.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_spelling_list_of_another_form_is_an_error()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """{"colour": 1}""");
            Assert.Contains("JSON object of texts", Assert.Throws<MetricInputException>(() => SpellingList.Read(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
