using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.Prompting;

namespace EvalHarness.Suites.SpokenQa;

/// <summary>The spoken question sets of the Spectron paper (Nachmani et al. 2024): LLaMA Questions with audio, WebQuestions as text.</summary>
internal static class SpokenQaFamily
{
    /// <summary>The family's entry in the catalogue.</summary>
    public static SuiteFamily Family { get; } = SuiteMember.Family("spokenqa", "Spoken questions: LLaMA Questions (with audio) and WebQuestions (text side)",
        "github.com/google-research-datasets/LLAMA1-Test-Set, github.com/brmson/dataset-factoid-webquestions. "
            + "Read: llama_questions/llama_questions_300.tsv with its wav files, webquestions/main/*.json.",
        [new("llama_questions", OpenLlamaQuestions), new("webquestions", OpenWebQuestions)]);

    private static RecordSuite OpenLlamaQuestions(DataFolder folder)
    {
        var splits = new SplitFiles(folder, "the LLaMA Questions", null, new SplitFile("test", "llama_questions/llama_questions_300.tsv", "llama_questions_300.tsv"));
        return new RecordSuite(splits, Card("llama_questions", "LLaMA Questions: spoken general knowledge questions", splits,
            "github.com/google-research-datasets/LLAMA1-Test-Set. "
                + "Read: llama_questions/llama_questions_300.tsv and the wav files beside it."), Format, "revision 1", file => ReadLlamaQuestions(folder, file));
    }

    private static RecordSuite OpenWebQuestions(DataFolder folder)
    {
        var splits = new SplitFiles(folder, "the WebQuestions", "trainmodel",
            [.. WebQuestionsSplits.Select(split => new SplitFile(split, $"webquestions/main/{split}.json", $"main/{split}.json"))]);
        return new RecordSuite(splits, Card("webquestions", "WebQuestions: questions that people typed into a search engine", splits,
            "github.com/brmson/dataset-factoid-webquestions. "
                + "Read: webquestions/main/{test,val,devtest,trainmodel}.json."), Format, "revision 1", ReadWebQuestions);
    }

    private static readonly string[] WebQuestionsSplits = ["test", "val", "devtest", "trainmodel"];

    private static CueFormat Format { get; } = new("Answer each question in a few words.\n\n") { Template = new SlotTemplate("Question: {question}\nAnswer:") };

    private static IEnumerable<Example> ReadLlamaQuestions(DataFolder folder, DataFile file)
    {
        var beside = file.Name[..(file.Name.LastIndexOf('/') + 1)];
        foreach (var line in TabbedLines.Read(file, "Questions", "Answer", "Wav Filename"))
        {
            var audio = line.Fields[2].Trim();
            if (!DataFolder.IsPlain(audio))
                throw line.Place.Error($"found {Place.Quote(audio)}", "the name of a wav file", "Wav Filename");
            yield return Make(Path.GetFileNameWithoutExtension(audio), line.Fields[0].Trim(), [line.Fields[1].Trim()], folder.Find(beside + audio)?.FullPath);
        }
    }

    private static IEnumerable<Example> ReadWebQuestions(DataFile file)
    {
        foreach (var item in JsonStream.Read(file))
            yield return Make(item.Record.Text("qId"), item.Record.Text("qText").Trim(), item.Record.TextList("answers"), null);
    }

    private static Example Make(string id, string question, IReadOnlyList<string> answers, string? audio) => new()
    {
        Input = new ExampleInput { Id = id, Query = $"Question: {question}\nAnswer:", Question = question, Slots = [new("question", question)], AudioPath = audio },
        References = answers,
    };

    private static SuiteCard Card(string name, string title, SplitFiles splits, string source) => new()
    {
        Name = $"spokenqa:{name}",
        Title = title,
        // The answer need only occur in what the model says, as the paper scores spoken answers.
        DefaultMetrics = ["contains", "squad"],
        DefaultGeneration = new GenerationSettings { MaxNewTokens = 32, Stop = ["\n"] },
        Splits = splits.Evaluable,
        TrainingSplit = splits.Training,
        Extraction = AnswerExtraction.FirstLine,
        Source = source,
        License = name == "webquestions" ? "CC BY 4.0" : "not stated",
    };
}
