using System.Globalization;
using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.Prompting;

namespace EvalHarness.Suites.Reasoning;

/// <summary>
/// SVAMP (Patel et al. 2021): one-step word problems. The test split is SVAMP.json; the csv files of its training mix write numbers as
/// <c>number0</c>, which are filled in here.
/// </summary>
internal static class Svamp
{
    public static FileSuite Open(DataFolder folder)
    {
        const string mix = "svamp/mawps-asdiv-a_svamp/";
        var splits = new SplitFiles(folder, "the problems of SVAMP", "train",
            new SplitFile("test", "svamp/SVAMP.json", "SVAMP.json"),
            new SplitFile("dev", mix + "dev.csv"),
            new SplitFile("train", mix + "train.csv", mix + "train.sample.csv"));
        var card = new SuiteCard
        {
            Name = "reasoning:svamp",
            Title = "SVAMP: one-step word problems with changed wordings",
            DefaultMetrics = ["number-match"],
            DefaultGeneration = new GenerationSettings { MaxNewTokens = 64, Stop = ["\n"] },
            Splits = splits.Evaluable,
            TrainingSplit = splits.Training,
            Extraction = new AnswerExtraction(ExtractionKind.LastNumber),
            Source = "github.com/arkilpatel/SVAMP. Read: svamp/SVAMP.json and svamp/mawps-asdiv-a_svamp/{dev,train}.csv.",
            License = "MIT",
        };
        return new RecordSuite(splits, card, new CueFormat("Answer each problem with a number.\n\n"), "revision 1",
            file => file.Name.EndsWith(".json", StringComparison.Ordinal) ? ReadJson(file) : ReadCsv(file));
    }

    private static IEnumerable<Example> ReadJson(DataFile file)
    {
        foreach (var item in JsonStream.Read(file))
        {
            var record = item.Record;
            var body = record.Text("Body").Trim();
            var problem = $"{body}{(body.EndsWith('.') ? "" : ".")} {record.Text("Question").Trim()}";
            // One of the thousand types is misspelt.
            var type = record.Text("Type").Replace("Divison", "Division", StringComparison.Ordinal);
            yield return Make(record.Text("ID"), problem, record.Number("Answer"), type);
        }
    }

    private static IEnumerable<Example> ReadCsv(DataFile file)
    {
        var row = 0L;
        foreach (var record in DelimitedReader.Read(file))
        {
            var question = record["Question"];
            var numbers = record["Numbers"].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            // From the last on, or number1 would be found inside number10.
            for (var i = numbers.Length - 1; i >= 0; i--)
                question = question.Replace($"number{i}", Plain(ParseNumber(record.Place, "Numbers", numbers[i])), StringComparison.Ordinal);
            yield return Make(file.RowId(row++), question, ParseNumber(record.Place, "Answer", record["Answer"]), record.Find("Type"));
        }
    }

    private static Example Make(string id, string question, double answer, string? type) => new()
    {
        Input = new ExampleInput { Id = id, Query = $"Question: {question}\nAnswer:", Question = question },
        References = [Plain(answer)],
        Groups = type is null ? [] : [new("type", type)],
    };

    private static double ParseNumber(Place place, string field, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : throw place.Error($"found {Place.Quote(text)}", "a number", field);

    private static string Plain(double number) => number.ToString(CultureInfo.InvariantCulture);
}
