using EvalHarness.Core.Metrics.Rouge;

namespace EvalHarness.Core.Tests.Metrics.Rouge;

public sealed class PorterStemmerTests
{
    [Fact]
    public void Equals_NLTK_on_every_word_of_the_fixture() => TextFixture.Check("metrics/porter_stemmer.json", null,
        item => TextFixture.Differs("stem", item.TextAt("stem"), PorterStemmer.Stem(item.TextAt("word"))));

    [Fact]
    public void Stems_in_place_as_it_stems_strings() => TextFixture.Check("metrics/porter_stemmer.json", null, item =>
    {
        var word = item.TextAt("word");
        if (word.Any(char.IsUpper))
            return null;
        var letters = word.ToCharArray();
        return TextFixture.Differs("stem", item.TextAt("stem"), new string(letters, 0, PorterStemmer.Stem(letters)));
    });

    [Theory]
    [InlineData("dying", "die")]
    [InlineData("Dying", "dy")]
    [InlineData("proceeds", "proce")]
    [InlineData("dies", "die")]
    [InlineData("spied", "spi")]
    [InlineData("happy", "happi")]
    [InlineData("enjoy", "enjoy")]
    [InlineData("geologi", "geolog")]
    [InlineData("1990s", "1990")]
    [InlineData("is", "is")]
    public void Follows_the_departures_of_NLTK(string word, string stem) => Assert.Equal(stem, PorterStemmer.Stem(word));

    [Fact]
    public void A_long_run_of_y_is_no_problem()
    {
        var word = new string('y', 100_000);

        Assert.Equal(word.Length, PorterStemmer.Stem(word).Length);
    }
}
