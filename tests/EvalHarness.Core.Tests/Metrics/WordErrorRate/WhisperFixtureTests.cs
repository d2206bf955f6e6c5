using System.Text.Json;
using EvalHarness.Core.Metrics.WordErrorRate;
using EvalHarness.Core.Metrics.WordErrorRate.Whisper;
using EvalHarness.Testing;

namespace EvalHarness.Core.Tests.Metrics.WordErrorRate;

public sealed class WhisperFixtureTests
{
    private const string Spelling = "models/whisper-tiny-en/normalizer.json";

    [Fact]
    public void Normaliser_equals_the_reference()
    {
        var normalizer = new EnglishTranscriptNormalizer(SpellingList.Read(SharedFolder.Require(Spelling)));
        TextFixture.Check("models/whisper-tiny-en/normalizer.json", null,
            item => TextFixture.Differs($"\"{item.TextAt("input")}\"", item.TextAt("output"), normalizer.Normalize(item.TextAt("input"))));
    }

    [Fact]
    public void Transcripts_are_normalised_and_counted_as_the_reference_does()
    {
        var spelling = SharedFolder.Require(Spelling);
        var whisper = new EnglishTranscriptNormalizer(SpellingList.Read(spelling));
        TextFixture.Check("models/whisper-tiny-en/transcripts.json", null, item => TextFixture.Join(
        [
            Differs(item, "plain", PlainTranscript.Normalize, Metric.Make("wer", ("normalize", "plain"))),
            Differs(item, "whisper", whisper.Normalize, Metric.Make("wer", ("normalize", "whisper"), ("spelling", spelling))),
        ]));
    }

    private static string? Differs(JsonElement item, string name, Func<string, string> normalize, EvalHarness.Core.Metrics.IMetric metric)
    {
        var expected = item.GetProperty(name);
        var score = metric.Score(Metric.Item(item.TextAt("text"), item.TextAt("reference")));
        return TextFixture.Join(
        [
            TextFixture.Differs($"{name} reference", expected.TextAt("reference").Trim(), normalize(item.TextAt("reference")).Trim()),
            TextFixture.Differs($"{name} hypothesis", expected.TextAt("hypothesis").Trim(), normalize(item.TextAt("text")).Trim()),
            TextFixture.Differs($"{name} edits", expected.NumberAt("edits"), score["errors"]!.Value),
            TextFixture.Differs($"{name} words", expected.NumberAt("words"), score["referenceLength"]!.Value),
        ]);
    }
}
