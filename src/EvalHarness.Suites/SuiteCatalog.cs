using EvalHarness.Core.Manifests;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.BigBench;
using EvalHarness.Suites.BigBenchHard;
using EvalHarness.Suites.Calibration;
using EvalHarness.Suites.Cirr;
using EvalHarness.Suites.FashionIq;
using EvalHarness.Suites.FeTaQa;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.ImageNetR;
using EvalHarness.Suites.LibriSpeech;
using EvalHarness.Suites.OwnSuite;
using EvalHarness.Suites.PromptSource;
using EvalHarness.Suites.Reasoning;
using EvalHarness.Suites.SocialLearning;
using EvalHarness.Suites.SpokenQa;
using EvalHarness.Suites.TabFact;
using EvalHarness.Suites.WikiTableQuestions;

namespace EvalHarness.Suites;

/// <summary>All suites by name, and how one is opened from its address.</summary>
public static class SuiteCatalog
{
    /// <summary>The families, one line each.</summary>
    public static IReadOnlyList<SuiteFamily> Families { get; } =
    [
        WikiTableQuestionsSuite.Family,
        TabFactSuite.Family,
        BigBenchSuite.Family,
        BigBenchHardSuite.Family,
        PromptSourceSuite.Family,
        CalibrationSuite.Family,
        FashionIqSuite.Family,
        CirrSuite.Family,
        ImageNetRSuite.Family,
        LibriSpeechSuite.Family,
        FeTaQaSuite.Family,
        ReasoningFamily.Family,
        SpokenQaFamily.Family,
        SocialLearningFamily.Family,
    ];

    /// <summary>Splits an address at its first colon: <c>bigbench:object_counting</c>.</summary>
    /// <exception cref="SuiteException">There is no family of that name.</exception>
    public static (SuiteFamily Family, string Member) Resolve(string address)
    {
        var colon = address.IndexOf(':');
        var name = colon < 0 ? address : address[..colon];
        var family = Families.FirstOrDefault(family => family.Name == name) ?? throw Unknown(address, name, []);
        return (family, colon < 0 ? "" : address[(colon + 1)..]);
    }

    /// <summary>Opens a suite of the benchmarks.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="dataFolder">Full path of the folder with its files.</param>
    /// <param name="options">Options of the <c>data</c> entry, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SuiteException">The address or an option is unknown, or a file is missing or broken.</exception>
    public static async ValueTask<ISuite> OpenAsync(string address, string dataFolder, IReadOnlyDictionary<string, string>? options, CancellationToken cancellationToken)
    {
        var (family, member) = Resolve(address);
        if (member.Length > 0 && family.MembersAsync is null)
            throw SuiteMembers.Unexpected(family.Name, member);
        return await family.OpenAsync(new SuiteRequest(member, dataFolder) { Options = options ?? new Dictionary<string, string>() }, cancellationToken);
    }

    /// <summary>
    /// Opens the suite that a manifest's comparison names: one of the manifest's own suites, or a benchmark whose files the <c>data</c> entry of
    /// the full address, else of the family, points to.
    /// </summary>
    /// <exception cref="SuiteException">The address is unknown, no <c>data</c> entry names its files, or a file is missing or broken.</exception>
    public static async ValueTask<ISuite> OpenAsync(string address, Manifest manifest, CancellationToken cancellationToken)
    {
        if (manifest.Suites.TryGetValue(address, out var own))
            return OwnFileSuite.Open(own);
        var colon = address.IndexOf(':');
        var name = colon < 0 ? address : address[..colon];
        if (Families.All(family => family.Name != name))
            throw Unknown(address, name, manifest.Suites.Keys);
        var data = manifest.Data.GetValueOrDefault(address) ?? manifest.Data.GetValueOrDefault(name)
            ?? throw new SuiteException($"The suite '{address}' needs its files: add \"data\": {{ \"{name}\": \"folder\" }} to the manifest. {Resolve(address).Family.Source}");
        return await OpenAsync(address, data.FullPath, data.Options, cancellationToken);
    }

    private static SuiteException Unknown(string address, string name, IEnumerable<string> own)
    {
        var names = Families.Select(family => family.Name).Concat(own).ToList();
        return new SuiteException($"There is no suite '{address}'{Suggestion.For(name, names)}; suites are {string.Join(", ", names)}.");
    }
}
