using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.Prompting;

namespace EvalHarness.Suites.Reasoning;

/// <summary>CommonsenseQA 1.11 (Talmor et al. 2019), random split: five choices; the test file has no answers.</summary>
internal static class CommonsenseQa
{
    public static FileSuite Open(DataFolder folder)
    {
        const string sub = "commonsenseqa/";
        var splits = new SplitFiles(folder, "the questions of CommonsenseQA", "train",
            new SplitFile("dev", sub + "dev_rand_split.jsonl"),
            new SplitFile("test", sub + "test_rand_split_no_answers.jsonl"),
            new SplitFile("train", sub + "train_rand_split.jsonl", sub + "train_rand_split.sample.jsonl"));
        var card = new SuiteCard
        {
            Name = "reasoning:commonsenseqa",
            Title = "CommonsenseQA: everyday questions with five choices",
            DefaultMetrics = ["accuracy"],
            DefaultGeneration = new GenerationSettings { MaxNewTokens = 16, Stop = ["\n"] },
            Splits = splits.Evaluable,
            TrainingSplit = splits.Training,
            HasChoices = true,
            Extraction = AnswerExtraction.FirstLine,
            Source = "CommonsenseQA 1.11, random split. Read: commonsenseqa/{dev,train}_rand_split.jsonl and test_rand_split_no_answers.jsonl.",
            License = "MIT",
        };
        return new RecordSuite(splits, card, new CueFormat("Answer each question with one of its choices.\n\n"), "revision 1", Read);
    }

    private static IEnumerable<Example> Read(DataFile file)
    {
        foreach (var record in JsonLines.Read(file))
        {
            var question = record.Child("question");
            var options = question.Items("choices").Select(item => new JsonRecord(item, record.Place)).ToList();
            var texts = options.Select(option => option.Text("text")).ToArray();
            var key = record.OptionalText("answerKey") is { Length: > 0 } given ? given : null;
            var label = key is null ? -1 : options.FindIndex(option => option.Text("label") == key);
            if (key is not null && label < 0)
                throw record.Place.Error($"found {Place.Quote(key)}", $"one of {string.Join(", ", options.Select(option => option.Text("label")))}", "answerKey");
            var stem = question.Text("stem");
            yield return new Example
            {
                Input = new ExampleInput
                {
                    Id = record.Text("id"),
                    Query = $"Question: {stem}\n{string.Concat(options.Select(option => $"({option.Text("label")}) {option.Text("text")}\n"))}Answer:",
                    Question = stem,
                    Choices = texts,
                },
                References = label < 0 ? [] : [texts[label]],
                Label = label < 0 ? null : label,
            };
        }
    }
}
