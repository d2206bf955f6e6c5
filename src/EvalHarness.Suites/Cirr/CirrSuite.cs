using System.Text.Json;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.Prompting;

namespace EvalHarness.Suites.Cirr;

/// <summary>
/// CIRR (Liu et al. 2021): find the image that a caption describes as a change of a reference image. The reference itself is taken out of every
/// ranking. The test split has no targets; its ranking files are scored by the benchmark's server.
/// </summary>
internal sealed class CirrSuite : FolderSuite
{
    private const string Title = "CIRR: real-life images found by a reference image and a caption";
    private const string Source = "github.com/Cuberick-Orion/CIRR, release rc2. "
        + "Read: captions/cap.rc2.SPLIT.json, image_splits/split.rc2.SPLIT.json, and the NLVR2 images under images/ at the paths of the split file.";

    private readonly Lazy<Dictionary<string, string>> _paths;

    private CirrSuite(DataFolder folder, SplitFiles splits) : base(folder, splits, MakeCard(splits), new CueFormat(""), "revision 1") =>
        _paths = new(() => splits.Evaluable.SelectMany(split => Images(Gallery(split)))
            .DistinctBy(image => image.Id).ToDictionary(image => image.Id, image => image.Path));

    /// <summary>The family's entry in the catalogue.</summary>
    public static SuiteFamily Family { get; } = new("cirr", Title, Source, null, (request, _) =>
    {
        SuiteOptions.RefuseOthers(request, "cirr");
        var folder = new DataFolder("cirr", request.DataFolder);
        var splits = new SplitFiles(folder, "the captions of CIRR", "train",
            [.. new[] { "val", "test1", "train" }.Select(split => new SplitFile(split, $"captions/cap.rc2.{split}.json"))]);
        return ValueTask.FromResult<ISuite>(new CirrSuite(folder, splits));
    });

    public override string? FindImage(string imageId)
    {
        if (!_paths.Value.TryGetValue(imageId, out var path))
            return null;
        var name = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        return Folder.FindAny($"images/{name}", name)?.FullPath;
    }

    protected override IEnumerable<Example> Read(string split)
    {
        foreach (var item in JsonStream.Read(SplitFiles.Require(split)))
        {
            var record = item.Record;
            var caption = record.Text("caption").Trim();
            var target = record.OptionalText("target_hard");
            yield return new Example
            {
                Input = new ExampleInput
                {
                    Id = record.TextOrNumber("pairid"),
                    Cluster = record.Child("img_set").TextOrNumber("id"),
                    Query = $"a photo of * , {caption}".TrimEnd(),
                    Question = caption,
                    ImageId = record.Text("reference"),
                },
                Targets = target is null ? [] : [target],
            };
        }
    }

    protected override IEnumerable<string> ReadGallery(string split) => Images(Gallery(split)).Select(image => image.Id);

    protected override IEnumerable<DataFile> UsedFiles(string split) => [SplitFiles.Require(split), Gallery(split)];

    private DataFile Gallery(string split) => Folder.Require($"image_splits/split.rc2.{split}.json", $"the gallery of the {split} split");

    private static IEnumerable<(string Id, string Path)> Images(DataFile file)
    {
        foreach (var item in JsonStream.Read(file))
            yield return item.Name is not null && item.Value.ValueKind == JsonValueKind.String ? (item.Name, item.Value.GetString()!)
                : throw item.Place.Error($"found {JsonRecord.Describe(item.Value)}", "an object of image names and paths");
    }

    private static SuiteCard MakeCard(SplitFiles splits) => new()
    {
        Name = "cirr",
        Title = Title,
        ClusterMeaning = "set of six similar images",
        DefaultMetrics = ["recall"],
        MetricOptions = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["recall"] = new Dictionary<string, string> { ["k"] = "1,5,10,50", ["exclude-reference"] = "true" },
        },
        Splits = splits.Evaluable,
        TrainingSplit = splits.Training,
        Source = Source,
        License = "MIT (annotations)",
    };
}
