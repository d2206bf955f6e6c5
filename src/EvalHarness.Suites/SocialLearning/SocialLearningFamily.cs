using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.Prompting;

namespace EvalHarness.Suites.SocialLearning;

/// <summary>Sets of the Social Learning paper (Mohtashami et al. 2024) that stand nowhere else: SMS Spam and LAMBADA. GSM8K is under <c>reasoning</c>.</summary>
internal static class SocialLearningFamily
{
    private static readonly string[] Kinds = ["ham", "spam"];
    private static readonly SlotTemplate Message = new("Message: {text}\nKind:");

    /// <summary>The family's entry in the catalogue.</summary>
    public static SuiteFamily Family { get; } = SuiteMember.Family("sociallearning", "Sets of Social Learning: SMS Spam and LAMBADA",
        "UCI SMS Spam Collection; LAMBADA test in the form OpenAI published. Read: sms_spam/SMSSpamCollection, lambada/lambada_test.jsonl.",
        [new("sms_spam", OpenSmsSpam), new("lambada", OpenLambada)]);

    private static RecordSuite OpenSmsSpam(DataFolder folder)
    {
        var splits = new SplitFiles(folder, "the messages", null, new SplitFile("all", "sms_spam/SMSSpamCollection", "SMSSpamCollection"));
        var card = new SuiteCard
        {
            Name = "sociallearning:sms_spam",
            Title = "SMS Spam: text messages, wanted (ham) or spam",
            DefaultMetrics = ["accuracy"],
            DefaultGeneration = new GenerationSettings { MaxNewTokens = 8, Stop = ["\n"] },
            Splits = splits.Evaluable,
            HasChoices = true,
            Extraction = AnswerExtraction.FirstLine,
            Source = "UCI SMS Spam Collection. Read: sms_spam/SMSSpamCollection, lines of a label, a tab and the text.",
            License = "CC BY 4.0",
        };
        return new RecordSuite(splits, card, new CueFormat("Say whether each text message is spam or ham, a message one wants.\n\n") { Template = Message }, "revision 1", ReadSmsSpam);
    }

    private static RecordSuite OpenLambada(DataFolder folder)
    {
        var splits = new SplitFiles(folder, "the passages", null, new SplitFile("test", "lambada/lambada_test.jsonl", "lambada_test.jsonl"));
        var card = new SuiteCard
        {
            Name = "sociallearning:lambada",
            Title = "LAMBADA: the last word of a passage",
            DefaultMetrics = ["exact-match"],
            DefaultGeneration = new GenerationSettings { MaxNewTokens = 8, Stop = ["\n"] },
            Splits = splits.Evaluable,
            Extraction = new AnswerExtraction(ExtractionKind.Regex, @"^\s*([\w'’-]+)"),
            Source = "LAMBADA test in the form OpenAI published. Read: lambada/lambada_test.jsonl, the last word being the target.",
            License = "CC BY 4.0",
        };
        return new RecordSuite(splits, card, new CueFormat(""), "revision 1", ReadLambada);
    }

    private static IEnumerable<Example> ReadSmsSpam(DataFile file)
    {
        foreach (var line in LineReader.Read(file))
        {
            var fields = line.Text.Split('\t');
            var label = fields.Length < 2 ? -1 : Array.IndexOf(Kinds, fields[0]);
            if (label < 0)
                throw new Place(file.Name, line.Number).Error($"found {Place.Quote(line.Text)}", "ham or spam, a tab and the text");
            var text = fields[1];
            // Some copies of the collection quote texts as a spreadsheet does.
            if (text.Length > 1 && text[0] == '"' && text[^1] == '"')
                text = text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
            text = text.Trim();
            yield return new Example
            {
                Input = new ExampleInput
                {
                    Id = file.RowId(line.Number - 1),
                    Query = Message.Render(new Dictionary<string, string> { ["text"] = text }),
                    Choices = Kinds,
                    Slots = [new("text", text)],
                },
                References = [Kinds[label]],
                Label = label,
            };
        }
    }

    private static IEnumerable<Example> ReadLambada(DataFile file)
    {
        var row = 0L;
        foreach (var record in JsonLines.Read(file))
        {
            var text = record.Text("text").TrimEnd();
            var blank = text.LastIndexOfAny([' ', '\n']);
            if (blank <= 0)
                throw record.Place.Error($"found {Place.Quote(text)}", "a passage of at least two words", "text");
            yield return new Example
            {
                Input = new ExampleInput { Id = file.RowId(row++), Query = text[..blank].TrimEnd() },
                References = [text[(blank + 1)..]],
            };
        }
    }
}
