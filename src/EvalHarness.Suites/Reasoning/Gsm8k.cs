using System.Text.RegularExpressions;
using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.Prompting;

namespace EvalHarness.Suites.Reasoning;

/// <summary>GSM8K (Cobbe et al. 2021): word problems; the answer field ends with <c>#### N</c>, its calculator marks <c>&lt;&lt;…&gt;&gt;</c> are left out.</summary>
internal static partial class Gsm8k
{
    public static FileSuite Open(DataFolder folder)
    {
        var splits = new SplitFiles(folder, "the problems of GSM8K", "train",
            new SplitFile("test", "gsm8k/test.jsonl", "test.jsonl"),
            new SplitFile("train", "gsm8k/train.jsonl", "gsm8k/train.sample.jsonl", "train.jsonl"));
        var card = new SuiteCard
        {
            Name = "reasoning:gsm8k",
            Title = "GSM8K: grade school word problems",
            DefaultMetrics = ["number-match"],
            DefaultGeneration = new GenerationSettings { MaxNewTokens = 256, Stop = ["\n\n", "\nQuestion:"] },
            Splits = splits.Evaluable,
            TrainingSplit = splits.Training,
            Extraction = new AnswerExtraction(ExtractionKind.LastNumber),
            Source = "github.com/openai/grade-school-math. Read: gsm8k/{test,train}.jsonl.",
            License = "MIT",
        };
        return new RecordSuite(splits, card, new CueFormat("Solve each problem step by step and end with the answer.\n\n"), "revision 1", Read);
    }

    private static IEnumerable<Example> Read(DataFile file)
    {
        var row = 0L;
        foreach (var record in JsonLines.Read(file))
        {
            var question = record.Text("question");
            var answer = record.Text("answer");
            var mark = answer.LastIndexOf("####", StringComparison.Ordinal);
            if (mark < 0)
                throw record.Place.Error($"found {Place.Quote(answer)}", "an answer that ends with '#### N'", "answer");
            var number = answer[(mark + 4)..].Trim().Replace(",", "", StringComparison.Ordinal);
            var steps = CalculatorMarks().Replace(answer[..mark], "").Trim().ReplaceLineEndings(" ");
            yield return new Example
            {
                Input = new ExampleInput { Id = file.RowId(row++), Query = $"Question: {question}\nAnswer:", Question = question },
                References = [number],
                // A demonstration shows the way to the answer: without steps the problems are beyond most models.
                AnswerText = $"{steps} The answer is {number}.",
            };
        }
    }

    [GeneratedRegex("<<[^<>]*>>")]
    private static partial Regex CalculatorMarks();
}
