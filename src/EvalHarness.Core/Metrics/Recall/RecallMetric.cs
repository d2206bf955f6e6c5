using System.Globalization;
using EvalHarness.Core.Retrieval;

namespace EvalHarness.Core.Metrics.Recall;

/// <summary>Recall at k of composed image retrieval: how much of what is sought is among the first k gallery images.</summary>
/// <remarks>
/// Pic2Word <c>src/eval_utils.py</c>. Ties are broken by the lower gallery index; the official scripts leave their order undefined.
/// </remarks>
public sealed class RecallMetric : IMetric
{
    /// <summary>The name manifests use.</summary>
    public const string Name = "recall";

    private const string K = "k";
    private const string Figure = "figure";
    private const string ExcludeReference = "exclude-reference";
    private const string Rank = "rank";
    private const int PreferredPrimary = 10;

    private static readonly Dictionary<string, RecallFigure> FigureNames = new()
    {
        ["hit"] = RecallFigure.Hit,
        ["set"] = RecallFigure.Set,
        ["precision"] = RecallFigure.Precision,
        ["set-official"] = RecallFigure.SetOfficial,
    };

    private readonly int[] _k;
    private readonly RecallFigure _figure;
    private readonly bool _excludeReference;

    private RecallMetric(IReadOnlyDictionary<string, string> options)
    {
        _k = ParseK(options[K]);
        if (!FigureNames.TryGetValue(options[Figure], out _figure))
            throw new MetricInputException($"the option \"{Figure}\" is \"{options[Figure]}\"; allowed are {string.Join(", ", FigureNames.Keys)}");
        if (!bool.TryParse(options[ExcludeReference], out _excludeReference))
            throw new MetricInputException($"the option \"{ExcludeReference}\" is \"{options[ExcludeReference]}\"; allowed are true, false");
        var primary = _k.Contains(PreferredPrimary) ? PreferredPrimary : _k[0];
        Card = new()
        {
            Name = Name,
            Primary = NameOf(primary),
            Figures = [.. _k.OrderBy(k => k == primary ? 0 : 1)
                .Select(k => new FigureCard(NameOf(k), FigureAggregation.Mean, ZeroOne: _figure == RecallFigure.Hit, Score: NameOf(k)))],
            Options = new Dictionary<string, string>
            {
                [K] = options[K],
                [Figure] = options[Figure],
                [ExcludeReference] = _excludeReference ? "true" : "false",
            },
            Scorer = "Pic2Word src/eval_utils.py (8c05329), with a stable order of ties",
            Description = _figure switch
            {
                RecallFigure.Hit => "Whether any target is among the first k; ",
                RecallFigure.Set => "The share of a query's targets among the first k, over the queries that have any; ",
                RecallFigure.SetOfficial => "Targets among the first k over their number plus 1e-5; ",
                _ => "The share of targets among the first k; ",
            } + "similarities that tie are ranked by gallery index, in the numbers as given.",
        };
    }

    /// <summary>How it is made.</summary>
    public static MetricFactory Factory { get; } = new(
        Name,
        [
            new(K, "1,5,10,50", null, "The depths counted, whole numbers separated by commas."),
            new(Figure, "hit", [.. FigureNames.Keys], "What is counted: any target found, the share of targets found, or the share of targets among the first k."),
            new(ExcludeReference, "false", ["true", "false"], "Whether the query's own image takes no part in the ranking (CIRR: true; Fashion-IQ: false)."),
        ],
        options => new RecallMetric(options))
    {
        Fields =
        [
            new("similarities", InputFieldKind.Numbers),
            new("targets", InputFieldKind.Indices),
            new("reference", InputFieldKind.Index) { Required = false },
        ],
    };

    /// <inheritdoc/>
    public MetricCard Card { get; }

    /// <inheritdoc/>
    public ExampleScore Score(MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var ranks = item.Ranks ?? RankTargets(item);
        var gallery = item.Ranks is null
            ? item.Similarities!.Count - (_excludeReference ? 1 : 0)
            : RequiredField.Of(item.GallerySize, Name, "gallerySize", "the number of ranked gallery items beside \"ranks\"");
        return Of(ranks.Count > 0 ? ranks.Min() : null, k => RecallFigures.Of(_figure, ranks, k, gallery),
            ranks.Count == 0 ? "the query has no target in the gallery" : null);
    }

    /// <inheritdoc/>
    public ExampleScore ScoreWithoutAnswer(MetricItem item) => Of(null, _ => 0, "no answer, so no ranking");

    /// <inheritdoc/>
    public FigureFunction Bind(FigureCard figure, IReadOnlyList<string> statisticNames) => throw MeanFigure.NotBound(figure);

    private int[] RankTargets(MetricItem item)
    {
        var row = NumberSpan.Of(RequiredField.Of(item.Similarities, Name, "similarities", "the similarity to every gallery item as a list of numbers"));
        var targets = RequiredField.Of(item.Targets, Name, "targets", "the gallery indices of the right items as a list of whole numbers");
        if (RetrievalRank.IndexOfNaN(row) is >= 0 and var position)
            throw new MetricInputException($"the field \"similarities\" holds no number at position {position}; a row with NaN cannot be ranked");
        var excluded = -1;
        if (_excludeReference)
        {
            excluded = RequiredField.Of(item.Reference, Name, "reference", "the gallery index of the query's own image, because exclude-reference is true");
            CheckIndex("reference", excluded, row.Length);
        }
        var ranks = new int[targets.Count];
        var seen = new HashSet<int>();
        for (var i = 0; i < ranks.Length; i++)
        {
            CheckIndex("targets", targets[i], row.Length);
            if (!seen.Add(targets[i]))
                throw new MetricInputException($"the field \"targets\" holds {targets[i]} twice; every target may stand once");
            if (targets[i] == excluded)
                throw new MetricInputException($"the field \"targets\" holds {excluded}, which is also the excluded \"reference\"");
            ranks[i] = RetrievalRank.Of(row, targets[i], excluded);
        }
        return ranks;
    }

    private ExampleScore Of(double? rank, Func<int, double?> at, string? reason) =>
        new([new(Rank, rank), .. _k.Select(k => new NamedScore(NameOf(k), at(k)))]) { Reason = reason };

    private static void CheckIndex(string field, int index, int gallery)
    {
        if (index < 0 || index >= gallery)
            throw new MetricInputException($"the field \"{field}\" holds {index}; allowed are gallery indices from 0 to {gallery - 1}");
    }

    private static string NameOf(int k) => string.Create(CultureInfo.InvariantCulture, $"{Name}@{k}");

    private static int[] ParseK(string text)
    {
        var depths = new List<int>();
        foreach (var piece in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(piece, NumberStyles.None, CultureInfo.InvariantCulture, out var k) || k < 1 || depths.Contains(k))
                throw new MetricInputException($"the option \"{K}\" is \"{text}\"; allowed are different whole numbers from 1, separated by commas, such as 1,5,10,50");
            depths.Add(k);
        }
        return [.. depths];
    }
}
