using System.Text.Json.Nodes;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Systems;

namespace EvalHarness.Core.Tests.Reports;

/// <summary>A report in which every field that may be null has a value, and one in which none has.</summary>
internal static class FullReport
{
    public static RunReport Filled { get; } = new()
    {
        Run = Run(0.25),
        Measurements = [Measurement()],
        Breakdowns = [Breakdown()],
        Contrasts = [Contrast()],
        Gate = new GateResult("regression", "It got worse.", "run-0",
            [new GateCheck { Comparison = "tables", Variant = Variant(), System = "cot", Figure = "accuracy", Accepted = 0.5, Current = 0.4, Difference = -0.1, Bound = -0.02, Verdict = "regression", Reason = "It got worse." }]),
        Metrics = [new MetricCard
        {
            Name = "accuracy", Primary = "accuracy", Scorer = "own definition", Description = "Right answers.", Options = new Dictionary<string, string> { ["Normalize"] = "none" },
            Figures = [new FigureCard("accuracy", FigureAggregation.Mean, FigureDirection.Lower, 0, 1, true, "correct")],
        }],
        Datasets = [new DatasetSummary { Suite = "wikitq", Split = "test", Digest = "d", Examples = 9, Clusters = 3, Pool = "training", PoolSize = 7 }],
        Models = [new ModelSummary { Name = "smol", Digest = "e", Provider = "onnx", ExecutionProvider = "cpu", Precision = "float32", Runtime = "onnxruntime 1" }],
        Warnings = [new Warning("leak", "Three examples are in the training data.") { Comparison = "tables", System = "cot" }],
    };

    public static RunReport Bare { get; } = new()
    {
        Run = Run(null),
        Measurements = [Measurement() with { Value = null, CiLow = null, CiHigh = null, Interval = null, Reason = null, SeedDeviation = null, Published = null, Variant = [], Cost = new Cost() }],
        Breakdowns = [],
        Contrasts = [new Contrast { Comparison = "c", Variant = [], Suite = "s", Split = "t", Method = "m", Baseline = "b", Figure = "f", N = 0, NMissing = 0, Clusters = 0, Exploratory = true }],
        Metrics = [],
        Datasets = [],
        Models = [],
        Warnings = [new Warning("small-sample", "Few.")],
    };

    public static Measurement Measurement() => new()
    {
        Comparison = "tables",
        Variant = Variant(),
        Suite = "wikitq",
        Split = "test",
        System = "cot",
        Role = SystemRole.Method,
        Figure = "accuracy",
        Value = 0.1 + 0.2,
        CiLow = 0.25,
        CiHigh = 1e-7,
        Interval = "wilson",
        Reason = "r",
        N = 9,
        Clusters = 3,
        Coverage = 1,
        Outcomes = new OutcomeCounts { Answered = 1, Unparsable = 2, Refused = 3, Truncated = 4, FailedInput = 5, FailedEnvironment = 6, Shortened = 7, Tied = 8 },
        SeedDeviation = 0.01,
        Published = new PublishedValue { Value = 67.3, Unit = "percent", Model = "PaLM 2", Method = "Chain-of-Table", Split = "test", Source = "paper", Differs = ["model", "n"], Comparable = false },
        Cost = new Cost { Seconds = 1.5, PromptTokens = 10, CompletionTokens = 20, ModelCalls = 30, GpuSeconds = 2.5, Price = 0.01 },
    };

    public static Contrast Contrast() => new()
    {
        Comparison = "tables",
        Variant = Variant(),
        Suite = "wikitq",
        Split = "test",
        Method = "cot",
        Baseline = "direct",
        Figure = "accuracy",
        Difference = -0.031,
        CiLow = -0.058,
        CiHigh = -0.004,
        Interval = "newcombe",
        PValue = 0.01,
        PAdjusted = 0.02,
        Test = "mcnemar-exact",
        N = 400,
        NMissing = 2,
        Clusters = 100,
        Family = "all",
        FamilySize = 3,
        Exploratory = false,
        MinimumDetectableEffect = new DetectableEffect(0.05, 0.069),
        Verdict = "worse",
        Reason = "why",
    };

    private static JsonObject Variant() => new() { ["shots"] = 2 };

    private static Breakdown Breakdown()
    {
        var of = Measurement();
        return new Breakdown
        {
            By = "difficulty",
            Group = "simple",
            Comparison = of.Comparison,
            Variant = Variant(),
            Suite = of.Suite,
            Split = of.Split,
            System = of.System,
            Role = SystemRole.Control,
            Figure = of.Figure,
            Value = of.Value,
            CiLow = of.CiLow,
            CiHigh = of.CiHigh,
            Interval = of.Interval,
            Reason = of.Reason,
            N = of.N,
            Clusters = of.Clusters,
            Coverage = of.Coverage,
            Outcomes = of.Outcomes,
            SeedDeviation = of.SeedDeviation,
            Published = of.Published,
            Cost = of.Cost,
        };
    }

    private static RunSummary Run(double? price) => new()
    {
        Id = "run-1",
        Manifest = "tables-small",
        ManifestDigest = "abc",
        Status = RunStatus.Incomplete,
        Started = new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero),
        Seconds = 12.5,
        Environment = new RunEnvironment("0.1.0", "Debian <12>", ".NET 10", 2, "local"),
        Executed = new ExecutedWork { Shards = 1, ShardsReused = 2, Units = 3, UnitsReused = 4, ModelCalls = 5, PromptTokens = 6, CompletionTokens = 7, ModelSeconds = 8.5, Price = price },
    };
}
