using System.Xml;
using System.Xml.Linq;
using CsCheck;
using EvalHarness.Pipeline.Reports.Html;

namespace EvalHarness.Pipeline.Tests.Reports;

public sealed class HostileTextTests
{
    [Theory]
    [InlineData("<script>&\"'", "&lt;script&gt;&amp;&quot;&#39;")]
    [InlineData("a\u0000b\u0007\u001b[31m\u007f", "a␀b␇␛[31m␡")]
    [InlineData("line\r\nline\rcarriage\n\ttab", "line\nline␍carriage\n\ttab")]
    [InlineData("\u202eevil\u2066\u0085\ufeff", "[U+202E]evil[U+2066][U+0085][U+FEFF]")]
    [InlineData("näin שלום", "näin שלום")]
    public void Shows_what_a_text_holds(string text, string markup) => Assert.Equal(markup, HostileText.Escape(text));

    [Fact]
    public void Halves_of_surrogate_pairs_are_replaced_and_whole_ones_kept() =>
        Assert.Equal("\ud83d\ude00 \ufffd \ufffd \ufffd", HostileText.Escape("\ud83d\ude00 \ud83d \ude00 \uffff"));

    [Fact]
    public void Nothing_is_markup_for_any_parser()
    {
        Gen.Select(Gen.String, Gen.String).Sample((text, attribute) =>
        {
            var writer = new StringWriter();
            new HtmlPage(writer).Write($"<p title=\"{attribute}\">{text}</p>");
            var element = XElement.Parse(writer.ToString(), LoadOptions.PreserveWhitespace);
            Assert.Empty(element.Elements());
            Assert.Single(element.Attributes());
        }, iter: 5_000);
    }

    [Fact]
    public void Every_single_character_survives_a_parser()
    {
        for (var c = 0; c <= char.MaxValue; c++)
            XmlConvert.VerifyXmlChars(HostileText.Escape(((char)c).ToString()));
        Assert.Equal("\ufffd", HostileText.Escape("\ud800"));
    }
}
