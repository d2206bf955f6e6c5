using System.Numerics;
using CsCheck;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Metrics.Denotation;

namespace EvalHarness.Core.Tests.Metrics.Denotation;

public sealed class DenotationRulesTests
{
    // What decorations are made of, so that random texts meet the rules often.
    private const string Decorations = " .()[]\"'`*#+-0123456789abcXYZ\t\n\r\u001c,%";

    [Fact]
    public void The_short_cut_for_ascii_changes_nothing() =>
        Gen.String[Gen.Frequency((4, Gen.Char[Decorations]), (1, Gen.Char['\0', '\u007F'])), 0, 24].Sample(text =>
            Assert.Equal(DenotationText.NormalizeUnicode(text), DenotationText.Normalize(text)), iter: 200_000);

    [Fact]
    public void Normal_forms_do_not_depend_on_outer_white_space_or_case() =>
        Gen.String[Gen.Char[Decorations], 0, 12].Sample(text =>
        {
            var normal = DenotationText.Normalize(text);
            Assert.Equal(normal, DenotationText.Normalize($" \t{text}\u00a0\u180e"));
            Assert.Equal(normal, DenotationText.Normalize(text.ToUpperInvariant()));
        });

    [Fact]
    public void Long_and_short_lists_are_judged_alike()
    {
        // Padding both sides with equal items crosses from comparing pairs to looking up without changing the verdict.
        var padding = Enumerable.Range(0, 40).Select(i => $"pad {i}x").ToArray();
        var item = Gen.OneOf("5", "5.0", "2.5", "2.5000004", "2.4999999", "a", "A (x)", "1990-05-03", "1990-05-xx", "1990-xx-xx", "1990", "b", "7", "7.00000001", "");
        Gen.Select(item.Array[0, 5], item.Array[0, 5]).Sample((targets, predictions) =>
        {
            var few = DenotationAnswer.Read(targets).IsAnsweredBy(DenotationAnswer.Read(predictions));
            var many = DenotationAnswer.Read([.. padding, .. targets]).IsAnsweredBy(DenotationAnswer.Read([.. padding, .. predictions]));
            Assert.Equal(few, many);
        }, iter: 20_000);
    }

    [Theory]
    [InlineData("5", "5")]
    [InlineData(" +5\u00a0", "5")]
    [InlineData("- 5", "-5")]
    [InlineData("\u0665", "5")]
    [InlineData("\uff15.0", "5")]
    [InlineData("5e0", "5")]
    [InlineData("5.", "5")]
    [InlineData(".5", "0.5")]
    [InlineData("-0.0", "0")]
    [InlineData("5.0000001", "5")]
    [InlineData("4.9999995", "4")]
    [InlineData("-4.9999995", "-4")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("1e23", "99999999999999991611392")]
    [InlineData("1e-400", "0")]
    public void Numbers_are_read_as_Python_reads_them(string text, string expected)
    {
        Assert.True(DenotationNumber.TryParse(text, out var number));
        Assert.Equal(expected, number.ToString());
    }

    [Theory]
    [InlineData("1,234")]
    [InlineData("$5")]
    [InlineData("5%")]
    [InlineData("1/2")]
    [InlineData("\u00bd")]
    [InlineData("nan")]
    [InlineData("inf")]
    [InlineData("1e400")]
    [InlineData("1_000")]
    [InlineData("5L")]
    [InlineData("0x10")]
    [InlineData("- 5.5")]
    [InlineData("--5")]
    [InlineData("1e")]
    [InlineData(".")]
    [InlineData("5 5")]
    [InlineData("\u00b2")]
    [InlineData("")]
    public void Other_texts_are_not_numbers(string text) => Assert.False(DenotationNumber.TryParse(text, out _));

    [Fact]
    public void A_typed_value_without_a_raw_text_is_compared_by_the_print_of_it()
    {
        Assert.Equal("1990-5--1", DenotationValue.Read("", "1990-05-xx").Normalized);
        Assert.Equal("xx-5-3", DenotationValue.Read("", "xx-05-03").Normalized);
        Assert.Equal("12", DenotationValue.Read("", "12.0").Normalized);
        Assert.Equal("2.5", DenotationValue.Read("", "2.50").Normalized);
        Assert.Equal("0.333333333333", DenotationValue.Read("", "0.33333333333333331").Normalized);
        Assert.Equal("2.00005e-05", DenotationValue.Read("", "2.00005e-05").Normalized);
        Assert.Equal("123456789012.0", DenotationValue.Read("", "123456789012.25").Normalized);
        Assert.Equal("1.23456789012e+12", DenotationValue.Read("", "1234567890123.25").Normalized);
    }

    [Fact]
    public void A_number_of_any_length_is_exact_and_a_hostile_one_is_a_text()
    {
        Assert.True(DenotationNumber.TryParse("1" + new string('0', 400), out var large));
        Assert.Equal(BigInteger.Pow(10, 400), large.Whole);
        Assert.False(DenotationNumber.TryParse(new string('9', 1_000_000), out _));
    }

    [Fact]
    public void Unpaired_surrogates_and_long_hostile_texts_are_normalised()
    {
        Assert.Equal("a\ud800e", DenotationText.Normalize("A\ud800\u00c9"));
        var surrogates = new string('\udc00', 100_000);
        Assert.Equal(surrogates, DenotationText.Normalize(surrogates));
        Assert.Equal("x", DenotationText.Normalize("x" + string.Concat(Enumerable.Repeat(" (a)[1]*", 20_000))));
    }

    [Fact]
    public void Missing_fields_and_unequal_lists_are_named()
    {
        var metric = new DenotationMetric();
        Assert.Contains("\"prediction\" is missing", Assert.Throws<MetricInputException>(() => metric.Score(new() { Id = "a", References = ["x"] })).Message, StringComparison.Ordinal);
        Assert.Contains("\"references\" is missing", Assert.Throws<MetricInputException>(() => metric.Score(new() { Id = "a", Predictions = ["x"] })).Message, StringComparison.Ordinal);
        Assert.Contains("parallel", Assert.Throws<MetricInputException>(() =>
            metric.Score(new() { Id = "a", Predictions = ["x"], References = ["x"], Canonical = [] })).Message, StringComparison.Ordinal);
        Assert.Equal(0, metric.ScoreWithoutAnswer(new() { Id = "a", References = [] })["correct"]);
    }
}
