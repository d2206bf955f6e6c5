using System.Text.Json;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.Prompting;

namespace EvalHarness.Suites.FashionIq;

/// <summary>
/// A category of Fashion-IQ (Wu et al. 2021): find the garment that two captions describe as a change of a reference image. The gallery is the
/// category's whole split file and keeps the reference, as the Pic2Word paper evaluates it.
/// </summary>
internal sealed class FashionIqSuite : FolderSuite
{
    private const string Title = "Fashion-IQ: garments found by a reference image and two captions";
    private const string Source = "github.com/XiaoxiaoGuo/fashion-iq. "
        + "Read: captions/cap.CATEGORY.SPLIT.json, image_splits/split.CATEGORY.SPLIT.json and images/ID.png or .jpg.";
    private static readonly string[] Categories = ["dress", "shirt", "toptee"];

    private readonly string _category;

    private FashionIqSuite(DataFolder folder, SplitFiles splits, string category)
        : base(folder, splits, MakeCard(splits, category), new CueFormat(""), "revision 1") => _category = category;

    /// <summary>The family's entry in the catalogue.</summary>
    public static SuiteFamily Family { get; } = new("fashioniq", Title, Source,
        (_, _) => ValueTask.FromResult<IReadOnlyList<string>>(Categories),
        (request, _) =>
        {
            var category = Categories.Contains(request.Member) ? request.Member : throw SuiteMembers.Unknown("fashioniq", request.Member, Categories);
            SuiteOptions.RefuseOthers(request, $"fashioniq:{category}");
            var folder = new DataFolder($"fashioniq:{category}", request.DataFolder);
            var splits = new SplitFiles(folder, $"the captions of {category}", "train",
                [.. new[] { "val", "test", "train" }.Select(split => new SplitFile(split, $"captions/cap.{category}.{split}.json"))]);
            return ValueTask.FromResult<ISuite>(new FashionIqSuite(folder, splits, category));
        });

    public override string? FindImage(string imageId) =>
        DataFolder.IsPlain(imageId) ? Folder.FindAny($"images/{imageId}.png", $"images/{imageId}.jpg", $"images/{imageId}.jpeg")?.FullPath : null;

    protected override IEnumerable<Example> Read(string split)
    {
        var file = SplitFiles.Require(split);
        foreach (var item in JsonStream.Read(file))
        {
            var record = item.Record;
            var captions = record.TextList("captions");
            if (captions.Count != 2)
                throw item.Place.Error($"found {captions.Count} captions", "two", "captions");
            var reference = record.Text("candidate");
            var target = record.OptionalText("target");
            // The second caption comes first in the paper's released evaluation.
            var change = $"{captions[1].Trim()} and {captions[0].Trim()}";
            yield return new Example
            {
                Input = new ExampleInput
                {
                    Id = file.RowId(item.Index),
                    Cluster = reference,
                    Query = $"a photo of * , {change}".TrimEnd(),
                    Question = change,
                    ImageId = reference,
                },
                Targets = target is null ? [] : [target],
            };
        }
    }

    protected override IEnumerable<string> ReadGallery(string split)
    {
        foreach (var item in JsonStream.Read(Gallery(split)))
            yield return item.Value.ValueKind == JsonValueKind.String ? item.Value.GetString()!
                : throw item.Place.Error($"found {JsonRecord.Describe(item.Value)}", "an image id");
    }

    protected override IEnumerable<DataFile> UsedFiles(string split) => [SplitFiles.Require(split), Gallery(split)];

    private DataFile Gallery(string split) => Folder.Require($"image_splits/split.{_category}.{split}.json", $"the gallery of the {split} split");

    private static SuiteCard MakeCard(SplitFiles splits, string category) => new()
    {
        Name = $"fashioniq:{category}",
        Title = $"{Title}, category {category}",
        ClusterMeaning = "reference image",
        DefaultMetrics = ["recall"],
        MetricOptions = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["recall"] = new Dictionary<string, string> { ["k"] = "10,50" },
        },
        Splits = splits.Evaluable,
        TrainingSplit = splits.Training,
        Source = Source,
        License = "CDLA",
    };
}
