using System.Globalization;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.PromptSource.Data;

/// <summary>CrowS-Pairs (Nangia et al. 2020): pairs of sentences, one more stereotypical than the other.</summary>
internal static class CrowsPairsFile
{
    private static readonly string[] Directions = ["stereo", "antistereo"];
    private static readonly string[] Kinds =
        ["race-color", "socioeconomic", "gender", "disability", "nationality", "sexual-orientation", "physical-appearance", "religion", "age"];

    public static IEnumerable<PromptRow> Read(DataFile file) => DelimitedReader.Read(file).Select(record =>
    {
        // The first column has no name.
        var id = long.TryParse(record[""], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw record.Place.Error($"found {Place.Quote(record[""])}", "a whole number in the unnamed first column");
        return new PromptRow(record[""], new Dictionary<string, object?>
        {
            ["id"] = id,
            ["sent_more"] = record["sent_more"],
            ["sent_less"] = record["sent_less"],
            ["stereo_antistereo"] = PromptLabels.Index(record["stereo_antistereo"], Directions, "stereo_antistereo", record.Place),
            ["bias_type"] = PromptLabels.Index(record["bias_type"], Kinds, "bias_type", record.Place),
        }, record.Place)
        {
            Groups = [new("biasType", record["bias_type"])],
        };
    });
}
