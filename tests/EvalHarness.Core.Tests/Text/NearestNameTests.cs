using EvalHarness.Core.Text;

namespace EvalHarness.Core.Tests.Text;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["id", "cluster", "prediction", "references", "label"];

    [Theory]
    [InlineData("predicton", "prediction")]
    [InlineData("Predictions", "prediction")]
    [InlineData("reference", "references")]
    [InlineData("lable", "label")]
    [InlineData("ID", "id")]
    [InlineData("probabilities", null)]
    [InlineData("xy", null)]
    [InlineData("", null)]
    public void The_name_meant_is_found_and_a_far_one_is_not_suggested(string word, string? expected) => Assert.Equal(expected, NearestName.Of(word, Names));
}
