using System.Globalization;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.Prompting;

namespace EvalHarness.Suites.ImageNetR;

/// <summary>
/// Domain conversion of the Pic2Word paper (Saito et al. 2023): from a photograph, find the images of the same class in another domain. A gallery
/// label is class + 1000 x domain. Queries whose class has no image in the domain have no target and count as 0.
/// </summary>
internal sealed class ImageNetRSuite : FolderSuite
{
    private const string Title = "ImageNet-R domain conversion: the same class as a cartoon, origami, toy or sculpture";
    private const string Source = "Lists of github.com/google-research/composed_image_retrieval; images of ImageNet (validation) and github.com/hendrycks/imagenet-r. "
        + "Read: imgnet_real_query.txt, imgnet_targets.txt and the images at the paths they name.";
    private static readonly string[] Domains = ["cartoon", "origami", "toy", "sculpture"];

    private readonly int _domain;

    private ImageNetRSuite(DataFolder folder, SplitFiles splits, int domain)
        : base(folder, splits, MakeCard(splits, Domains[domain]), new CueFormat(""), "revision 1") => _domain = domain;

    /// <summary>The family's entry in the catalogue.</summary>
    public static SuiteFamily Family { get; } = new("imagenet_r", Title, Source,
        (_, _) => ValueTask.FromResult<IReadOnlyList<string>>(Domains),
        (request, _) =>
        {
            var domain = Array.IndexOf(Domains, request.Member);
            if (domain < 0)
                throw SuiteMembers.Unknown("imagenet_r", request.Member, Domains);
            SuiteOptions.RefuseOthers(request, $"imagenet_r:{request.Member}");
            var folder = new DataFolder($"imagenet_r:{request.Member}", request.DataFolder);
            var splits = new SplitFiles(folder, "the query list", null, new SplitFile("test", "imgnet_real_query.txt"));
            return ValueTask.FromResult<ISuite>(new ImageNetRSuite(folder, splits, domain));
        });

    public override string? FindImage(string imageId) => DataFolder.IsPlain(imageId) ? Folder.FindAny(imageId, $"images/{imageId}")?.FullPath : null;

    protected override IEnumerable<Example> Read(string split)
    {
        var targets = Lines(Targets()).Where(line => line.Label / 1000 == _domain).ToLookup(line => line.Label % 1000, line => line.Path);
        foreach (var (path, label) in Lines(SplitFiles.Require(split)))
            yield return new Example
            {
                Input = new ExampleInput
                {
                    Id = path,
                    Cluster = label.ToString(CultureInfo.InvariantCulture),
                    Query = $"a {Domains[_domain]} of *",
                    Question = $"a {Domains[_domain]} of",
                    ImageId = path,
                },
                Targets = [.. targets[label]],
            };
    }

    protected override IEnumerable<string> ReadGallery(string split) => Lines(Targets()).Select(line => line.Path);

    protected override IEnumerable<DataFile> UsedFiles(string split) => [SplitFiles.Require(split), Targets()];

    private DataFile Targets() => Folder.Require("imgnet_targets.txt", "the gallery list");

    private static IEnumerable<(string Path, int Label)> Lines(DataFile file)
    {
        foreach (var line in LineReader.Read(file))
        {
            var text = line.Text.TrimEnd();
            var blank = text.LastIndexOf(' ');
            if (blank <= 0 || !int.TryParse(text.AsSpan(blank + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var label))
                throw new Place(file.Name, line.Number).Error($"found {Place.Quote(line.Text)}", "an image path, a blank and a label");
            yield return (text[..blank], label);
        }
    }

    private static SuiteCard MakeCard(SplitFiles splits, string domain) => new()
    {
        Name = $"imagenet_r:{domain}",
        Title = $"{Title}; here {domain}",
        ClusterMeaning = "class",
        DefaultMetrics = ["recall"],
        MetricOptions = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["recall"] = new Dictionary<string, string> { ["figure"] = "set", ["k"] = "10,50" },
        },
        Splits = splits.Evaluable,
        Source = Source,
        License = "Apache-2.0 (lists)",
    };
}
