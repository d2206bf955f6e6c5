using EvalHarness.Core.Metrics;

namespace EvalHarness.Core.Tests.Metrics.Matching;

public sealed class MatchingTests
{
    [Theory]
    [InlineData("The answer is 1,234.50.", "1234.5", 1)]
    [InlineData("first 3, then 42", "42", 1)]
    [InlineData("42 of 43", "42", 0)]
    [InlineData("no number", "0", 0)]
    [InlineData("-0.0", "0", 1)]
    [InlineData("minus: −5", "-5", 1)]
    [InlineData("10-5", "5", 1)]
    [InlineData("x = -5", "5", 0)]
    [InlineData("0.1000000000000000000000000000001", "0.1", 0)]
    [InlineData("9007199254740993", "9007199254740992", 0)]
    [InlineData("1e3", "1000", 1)]
    [InlineData("2.5E-1", ".25", 1)]
    [InlineData("1,23", "23", 1)]
    [InlineData("12,345,678", "12345678", 1)]
    [InlineData("1,2345", "2345", 1)]
    [InlineData("00042", "42", 1)]
    [InlineData("costs $5", "#### 5", 1)]
    [InlineData("50%", "50", 1)]
    public void Number_match_compares_the_last_number_exactly(string prediction, string reference, double correct) =>
        Assert.Equal(correct, Metric.Make("number-match").Score("correct", prediction, reference));

    [Fact]
    public void Number_match_reads_a_hostile_number_in_linear_time()
    {
        var number = "1" + string.Concat(Enumerable.Repeat(",234", 200_000));

        Assert.Equal(1, Metric.Make("number-match").Score("correct", number, number.Replace(",", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("false", "It is Paris.", 1)]
    [InlineData("false", "It is PARIS.", 0)]
    [InlineData("true", "It is PARIS.", 1)]
    public void Contains_may_ignore_case(string ignoreCase, string prediction, double correct) =>
        Assert.Equal(correct, Metric.Make("contains", ("ignore-case", ignoreCase)).Score("correct", prediction, "London", "Paris"));

    [Theory]
    [InlineData("^4[0-9]$", "42", 1)]
    [InlineData("^4[0-9]$", "142", 0)]
    [InlineData(@"(\w)\1", "hello", 1)]
    [InlineData("(?i)PARIS", "paris", 1)]
    public void Regex_searches_the_prediction(string pattern, string prediction, double correct) =>
        Assert.Equal(correct, Metric.Make("regex").Score("correct", prediction, "no such text", pattern));

    [Fact]
    public void Regex_matches_evil_patterns_in_linear_time() =>
        Assert.Equal(0, Metric.Make("regex").Score("correct", new string('a', 100_000) + "b", "^(a+)+$"));

    [Fact]
    public void Regex_gives_up_on_evil_patterns_that_need_backtracking() =>
        Assert.Contains("takes longer", Assert.Throws<MetricInputException>(
            () => Metric.Make("regex").Score("correct", new string('a', 100_000) + "b", @"^(a+)+\1$")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("B", "B", 1)]
    [InlineData("(B) because", "B", 1)]
    [InlineData("The answer is (B).", "B", 1)]
    [InlineData("B. Paris", "(B)", 1)]
    [InlineData("B: Paris", "B.", 1)]
    [InlineData("Answer: B\nExplanation", "B", 1)]
    [InlineData("A dog, so C.", "C", 1)]
    [InlineData("A) no, B) yes", "A", 1)]
    [InlineData("USA. C.", "C", 1)]
    [InlineData("Dogs and cats", "D", 0)]
    [InlineData("b", "B", 0)]
    [InlineData("", "B", 0)]
    public void Choice_letter_is_the_first_standalone_one(string prediction, string reference, double correct) =>
        Assert.Equal(correct, Metric.Make("choice-letter").Score("correct", prediction, reference));

    [Theory]
    [InlineData("""{"a": [1, 2.5e3, null]}""", 1)]
    [InlineData(" 1 \n", 1)]
    [InlineData("\"\u00e9\"", 1)]
    [InlineData("", 0)]
    [InlineData("{'a': 1}", 0)]
    [InlineData("[1,]", 0)]
    [InlineData("1 2", 0)]
    [InlineData("```json\n{}\n```", 0)]
    [InlineData("// c\n1", 0)]
    public void Json_valid_parses_strictly(string prediction, double correct) =>
        Assert.Equal(correct, Metric.Make("json-valid").Score("correct", prediction));

    [Fact]
    public void Json_valid_bounds_the_depth() =>
        Assert.Equal(0, Metric.Make("json-valid").Score("correct", new string('[', 100_000) + new string(']', 100_000)));

    [Theory]
    [InlineData("number-match", "none")]
    [InlineData("contains", "")]
    [InlineData("regex", "(")]
    [InlineData("choice-letter", "yes")]
    public void A_reference_that_cannot_be_compared_with_is_an_error(string metric, string reference) =>
        Assert.Contains("'x'", Assert.Throws<MetricInputException>(() => Metric.Make(metric).Score("correct", "B 1", reference)).Message, StringComparison.Ordinal);
}
