using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.PromptSource.Data;

/// <summary>Story Cloze 2016 (Mostafazadeh et al.), whose csv files its authors send on request.</summary>
internal static class StoryClozeFile
{
    public static IEnumerable<PromptRow> Read(DataFile file) =>
        DelimitedReader.Read(file).Select(record => new PromptRow(record["InputStoryid"], new Dictionary<string, object?>
        {
            ["story_id"] = record["InputStoryid"],
            ["input_sentence_1"] = record["InputSentence1"],
            ["input_sentence_2"] = record["InputSentence2"],
            ["input_sentence_3"] = record["InputSentence3"],
            ["input_sentence_4"] = record["InputSentence4"],
            ["sentence_quiz1"] = record["RandomFifthSentenceQuiz1"],
            ["sentence_quiz2"] = record["RandomFifthSentenceQuiz2"],
            ["answer_right_ending"] = record["AnswerRightEnding"] is ['1' or '2'] digit ? (long)(digit[0] - '0')
            : throw record.Place.Error($"found {Place.Quote(record["AnswerRightEnding"])}", "1 or 2", "AnswerRightEnding"),
        }, record.Place));
}
