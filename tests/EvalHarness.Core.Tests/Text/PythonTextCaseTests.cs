using EvalHarness.Core.Text;

namespace EvalHarness.Core.Tests.Text;

public sealed class PythonTextCaseTests
{
    [Theory]
    [InlineData("ΑΣ", "ας")]
    [InlineData("Σ", "σ")]
    [InlineData("ΑΣΑ", "ασα")]
    [InlineData("ΑΣ.", "ας.")]
    [InlineData("ΑΣ.Α", "ασ.α")]
    [InlineData("Α\u0301Σ", "α\u0301ς")]
    [InlineData("1Σ", "1σ")]
    [InlineData("\U0001D400Σ", "\U0001D400ς")]
    [InlineData("\u2160Σ", "\u2170ς")]
    [InlineData("İ", "i\u0307")]
    [InlineData("\U00010400Σ", "\U00010428ς")]
    public void Lower_is_the_full_mapping(string text, string lower) => Assert.Equal(lower, PythonText.Lower(text));

    [Theory]
    [InlineData("a b", 1, true)]
    [InlineData("ab", 1, false)]
    [InlineData("a\u0301", 1, true)]
    [InlineData("\U0001D400x", 2, false)]
    [InlineData("", 0, false)]
    [InlineData("½", 0, true)]
    public void Word_boundaries_are_Pythons(string text, int index, bool boundary) => Assert.Equal(boundary, PythonText.IsWordBoundary(text, index));
}
