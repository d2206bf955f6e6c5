using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.Prompting;

namespace EvalHarness.Suites.Reasoning;

/// <summary>e-SNLI (Camburu et al. 2018) in its line-aligned form: premise <c>s1</c>, hypothesis <c>s2</c> and <c>labels</c>, one file each.</summary>
internal sealed class ESnli : FolderSuite
{
    private static readonly string[] Labels = ["entailment", "neutral", "contradiction"];
    private static readonly string[] Names = ["test", "dev", "train"];
    private static readonly SlotTemplate Template = new("Premise: {premise}\nHypothesis: {hypothesis}\nRelation:");
    private static readonly CueFormat Prompts = new("Say whether the premise and the hypothesis stand in entailment, neutral or contradiction.\n\n") { Template = Template };

    private ESnli(DataFolder folder, SplitFiles splits)
        : base(folder, splits, MakeCard(splits), Prompts, "revision 1")
    {
    }

    public static FileSuite Open(DataFolder folder) => new ESnli(folder, new SplitFiles(folder, "the premises of e-SNLI", "train",
        [.. Names.Select(split => new SplitFile(split, $"esnli/eSNLI/s1.{split}", $"eSNLI/s1.{split}"))]));

    protected override IEnumerable<Example> Read(string split)
    {
        var premises = SplitFiles.Require(split);
        using var hypotheses = LineReader.Read(Beside(premises, "s2")).GetEnumerator();
        using var labels = LineReader.Read(Beside(premises, "labels")).GetEnumerator();
        foreach (var line in LineReader.Read(premises))
        {
            if (!hypotheses.MoveNext() || !labels.MoveNext())
                throw new Place(premises.Name, line.Number).Error("the files s2 and labels have fewer lines", "as many lines as in s1");
            var label = Array.IndexOf(Labels, labels.Current.Text.Trim());
            if (label < 0)
                throw new Place(Beside(premises, "labels").Name, line.Number).Error($"found {Place.Quote(labels.Current.Text)}", string.Join(", ", Labels));
            KeyValuePair<string, string>[] slots = [new("premise", line.Text.Trim()), new("hypothesis", hypotheses.Current.Text.Trim())];
            yield return new Example
            {
                Input = new ExampleInput
                {
                    Id = premises.RowId(line.Number - 1),
                    Cluster = slots[0].Value,
                    Query = Template.Render(slots.ToDictionary()),
                    Choices = Labels,
                    Slots = slots,
                },
                References = [Labels[label]],
                Label = label,
            };
        }
        if (hypotheses.MoveNext() || labels.MoveNext())
            throw new Place(premises.Name).Error("the files s2 or labels have more lines", "as many lines as in s1");
    }

    protected override IEnumerable<DataFile> UsedFiles(string split)
    {
        var premises = SplitFiles.Require(split);
        return [premises, Beside(premises, "s2"), Beside(premises, "labels")];
    }

    private DataFile Beside(DataFile premises, string name) =>
        Folder.Require(premises.Name.Replace("/s1.", $"/{name}.", StringComparison.Ordinal), "the lines that belong to s1");

    private static SuiteCard MakeCard(SplitFiles splits) => new()
    {
        Name = "reasoning:esnli",
        Title = "e-SNLI: entailment between picture captions",
        ClusterMeaning = "premise",
        DefaultMetrics = ["accuracy"],
        DefaultGeneration = new GenerationSettings { MaxNewTokens = 8, Stop = ["\n"] },
        Splits = splits.Evaluable,
        TrainingSplit = splits.Training,
        HasChoices = true,
        Extraction = AnswerExtraction.FirstLine,
        Source = "github.com/OanaMariaCamburu/e-SNLI. Read: esnli/eSNLI/{s1,s2,labels}.{test,dev,train}.",
        License = "CC BY-SA 4.0 (SNLI)",
    };
}
