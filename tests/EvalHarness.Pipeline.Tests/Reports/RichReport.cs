using System.Text.Json.Nodes;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Randomness;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Systems;
using EvalHarness.Pipeline.Reports.Html;

namespace EvalHarness.Pipeline.Tests.Reports;

/// <summary>
/// A synthetic report with everything a page must cope with: several suites, a sweep, seeds, clusters, a system that was not run, missing
/// pairs, warnings, published numbers, a gate, a figure that improves downwards, one off the percent scale, and hostile texts.
/// </summary>
internal static class RichReport
{
    /// <summary>A text that must be shown, never run.</summary>
    public const string Hostile = "<script>alert('x')</script>\"'&amp;<img src=x onerror=alert(1)>\u202e\u0007]]>";

    private static readonly string[] Shots = ["0", "2", "4", "8"];

    public static RunReport Report { get; } = Make();

    public static JsonObject Manifest { get; } = (JsonObject)JsonNode.Parse("""
        {
          "name": "nightly-tables",
          "seeds": [7, 8, 9],
          "models": { "smol": { "provider": "onnx", "path": "../models/smol" }, "gpt": { "provider": "chat", "endpoint": "https://example.org/v1", "price": { "promptPerMillion": 0.15, "completionPerMillion": 0.6, "currency": "EUR" } } },
          "comparisons": [ { "name": "tables", "suite": "wikitq", "split": "test" }, { "suite": "tabfact", "split": "test", "name": "facts", "margin": 0.03 } ],
          "note": "</script><script>alert(2)</script>"
        }
        """)!;

    public static IReadOnlyList<ReportExample> Examples { get; } = MakeExamples(60);

    public static IReadOnlyList<ReportExample> MakeExamples(int count)
    {
        var random = new SeededRandom(3, "examples");
        return [.. Enumerable.Range(0, count).Select(i => Example(i, random.Next(100) < 46, random.Next(100) < 40))];
    }

    private static RunReport Make()
    {
        var measurements = new List<Measurement>();
        var contrasts = new List<Contrast>();
        var random = new SeededRandom(1, "report");
        foreach (var (shots, i) in Shots.Select((shots, i) => (shots, i)))
        {
            measurements.Add(Measure("tables", shots, "wikitq", "chain-of-table", SystemRole.Method, "wikitq-denotation", 0.452 + (0.012 * i), 400, 118));
            measurements.Add(Measure("tables", shots, "wikitq", "end-to-end", SystemRole.Baseline, "wikitq-denotation", 0.391 + (0.02 * i), 400, 118));
            measurements.Add(Measure("tables", shots, "wikitq", "text-to-sql", SystemRole.Baseline, "wikitq-denotation", 0.371, 400, 118));
            measurements.Add(Measure("tables", shots, "wikitq", "majority", SystemRole.Control, "wikitq-denotation", 0.012, 400, 118));
            contrasts.Add(Compare("tables", shots, "wikitq", "chain-of-table", "end-to-end", "wikitq-denotation", 0.061 - (0.008 * i), 0.028, i == 0 ? "better" : null, 400, 118));
            contrasts.Add(Compare("tables", shots, "wikitq", "chain-of-table", "text-to-sql", "wikitq-denotation", 0.081 + (0.012 * i), 0.031, i == 0 ? "better" : null, 400, 118) with { NMissing = i == 0 ? 3 : 0 });
            contrasts.Add(Compare("tables", shots, "wikitq", "chain-of-table", "majority", "wikitq-denotation", 0.44 + (0.012 * i), 0.03, null, 400, 118) with { Reason = "Exploratory: a contrast with a control." });
        }
        measurements[0] = measurements[0] with
        {
            Published = new PublishedValue { Value = 67.31, Unit = "percent", Model = "PaLM 2", Method = "Chain-of-Table", Split = "test", Source = "Wang et al. 2024, table 1", Differs = ["model: published PaLM 2, measured smol", "examples: published 4344, measured 400"], Comparable = false },
            SeedDeviation = 0.0041,
        };
        measurements[2] = measurements[2] with { Coverage = 0.9925, N = 397, Published = new PublishedValue { Value = 0.371, Unit = "fraction", Model = "smol", Method = "Text-to-SQL", Split = "test", Source = "our own note", Differs = [], Comparable = true } };

        foreach (var (system, role, value) in new[] { ("chain-of-table", SystemRole.Method, 0.571), ("end-to-end", SystemRole.Baseline, 0.566), ("few-shot", SystemRole.Baseline, 0.548) })
            measurements.Add(Measure("facts", null, "tabfact", system, role, "accuracy", value, 600, 600));
        contrasts.Add(Compare("facts", null, "tabfact", "chain-of-table", "end-to-end", "accuracy", 0.005, 0.022, "equivalent", 600, 600));
        contrasts.Add(Compare("facts", null, "tabfact", "chain-of-table", "few-shot", "accuracy", 0.023, 0.041, "inconclusive", 600, 600));

        foreach (var (system, role, value) in new[] { ("batch-calibration", SystemRole.Method, 0.71), ("contextual", SystemRole.Baseline, 0.742), ("uncalibrated", SystemRole.Baseline, 0.69), ("domain-context", SystemRole.Baseline, 0.7), ("oracle", SystemRole.Control, 0.98) })
        {
            measurements.Add(Measure("sentiment", null, "calibration:sst2", system, role, "accuracy", value, 872, 872));
            measurements.Add(Measure("sentiment", null, "calibration:sst2", system, role, "accuracy.macroF1", value - 0.01, 872, 872));
            if (role == SystemRole.Method) continue;
            contrasts.Add(Compare("sentiment", null, "calibration:sst2", "batch-calibration", system, "accuracy", 0.71 - value, 0.02, role == SystemRole.Control ? null : value > 0.72 ? "worse" : value == 0.7 ? "inconclusive: floor" : "better", 872, 872));
            contrasts.Add(Compare("sentiment", null, "calibration:sst2", "batch-calibration", system, "accuracy.macroF1", 0.712 - value, 0.024, null, 872, 872) with { Reason = "Exploratory: a secondary figure." });
        }
        measurements.Add(Measure("sentiment", null, "calibration:sst2", "prototypical", SystemRole.Baseline, "accuracy", 0, 0, 0) with { Value = null, CiLow = null, CiHigh = null, Interval = "none", Reason = "The pool has 14 items; prototypical calibration needs 20." });

        measurements.Add(Measure("speech", null, "librispeech", "whisper-beam", SystemRole.Method, "wer", 0.0712, 2620, 40));
        measurements.Add(Measure("speech", null, "librispeech", "whisper-greedy", SystemRole.Baseline, "wer", 0.0761, 2620, 40));
        contrasts.Add(Compare("speech", null, "librispeech", "whisper-beam", "whisper-greedy", "wer", -0.0049, 0.0031, "better", 2620, 40));
        measurements.Add(Measure("translate", null, "own", Hostile, SystemRole.Method, "bleu", 23.4, 8, 8));
        measurements.Add(Measure("translate", null, "own", "direct", SystemRole.Baseline, "bleu", 22.1, 8, 8));
        contrasts.Add(Compare("translate", null, "own", Hostile, "direct", "bleu", 1.3, 4.2, null, 8, 8) with { Exploratory = false, Verdict = null, Reason = "Fewer than 10 units: figures, no verdict.", PAdjusted = null, MinimumDetectableEffect = null });

        return new RunReport
        {
            Run = new RunSummary
            {
                Id = "20261124-101500-nightly-tables-3f2a",
                Manifest = "nightly-tables",
                ManifestDigest = "3f2a9c41d0c5b1b1b3a07c1f2f6d25f9d8a4b0d9f1c1a2b3c4d5e6f708192a3b",
                Status = RunStatus.Incomplete,
                Started = new DateTimeOffset(2026, 11, 24, 10, 15, 0, TimeSpan.Zero),
                Seconds = 4_512,
                Environment = new RunEnvironment("0.1.0", "Debian GNU/Linux 12", ".NET 10.0.12", 2, "local"),
                Executed = new ExecutedWork { Shards = 41, ShardsReused = 12, Units = 5_200, UnitsReused = 1_800, ModelCalls = 61_200, PromptTokens = 18_400_000, CompletionTokens = 1_240_000, ModelSeconds = 8_120, Price = 3.61 },
            },
            Measurements = measurements,
            Breakdowns = [.. Breakdowns(random)],
            Contrasts = contrasts,
            Gate = new GateResult("regression", "One of two checks is a regression: accuracy of batch-calibration fell by 3.1 points.", "20261123-101500-nightly-tables-1b2c",
            [
                new GateCheck { Comparison = "tables", Variant = [], System = "chain-of-table", Figure = "wikitq-denotation", Accepted = 0.449, Current = 0.452, Difference = 0.003, Bound = 0.031, Verdict = "pass", Reason = "Not worse than the margin." },
                new GateCheck { Comparison = "sentiment", Variant = [], System = "batch-calibration", Figure = "accuracy", Accepted = 0.741, Current = 0.71, Difference = -0.031, Bound = -0.008, Verdict = "regression", Reason = "The bound excludes zero and the estimate is worse than the margin." },
            ]),
            Metrics =
            [
                Card("wikitq-denotation", "WikiTableQuestions evaluator.py 1.0.2", new FigureCard("wikitq-denotation", FigureAggregation.Mean, ZeroOne: true, Score: "correct")),
                Card("accuracy", "scikit-learn 1.2.1", new FigureCard("accuracy", FigureAggregation.Mean, ZeroOne: true, Score: "correct"), new FigureCard("accuracy.macroF1", FigureAggregation.Corpus)),
                Card("wer", "jiwer 4.0.0", new FigureCard("wer", FigureAggregation.Ratio, FigureDirection.Lower, 0, null)),
                Card("bleu", "sacrebleu 2.6.0", new FigureCard("bleu", FigureAggregation.Corpus, High: 100)),
            ],
            Datasets =
            [
                new DatasetSummary { Suite = "wikitq", Split = "test", Digest = "9f3c41d0", Examples = 400, Clusters = 118, Pool = "training", PoolSize = 14_152 },
                new DatasetSummary { Suite = "calibration:sst2", Split = "validation", Digest = "41aa02", Examples = 872, Clusters = 872, Pool = "hash pool", PoolSize = 174 },
            ],
            Models =
            [
                new ModelSummary { Name = "smol", Digest = "b5c1d2e3f4", Provider = "onnx", ExecutionProvider = "cpu", Precision = "float32", Runtime = "onnxruntime 1.31.1" },
                new ModelSummary { Name = Hostile, Digest = "00", Provider = "chat" },
            ],
            Warnings =
            [
                new Warning("precision", "CUDA was asked for but not found; the model 'smol' ran on the CPU in float32."),
                new Warning("leak", "Three evaluated examples also stand in the training split; without them chain-of-table has 45.0 % and end-to-end 38.8 %.") { Comparison = "tables" },
                new Warning("failed", "Three predictions failed for the environment (HTTP 500) and are missing.") { Comparison = "tables", System = "text-to-sql" },
                new Warning("not-run", "The pool has 14 items; prototypical calibration needs 20.") { Comparison = "sentiment", System = "prototypical" },
                new Warning("hash-pool", "The suite has no training split: a fifth of it, by hash of the id, is the pool.") { Comparison = "sentiment" },
                new Warning("small-sample", Hostile) { Comparison = "translate", System = Hostile },
            ],
        };
    }

    private static IEnumerable<Breakdown> Breakdowns(SeededRandom random)
    {
        foreach (var (by, groups) in new[] { ("table size", new[] { "up to 10 rows", "11 to 50 rows", "more than 50 rows" }), ("question", ["lookup", "comparison", "aggregation", "superlative", Hostile]) })
            foreach (var group in groups)
                foreach (var (system, role, value) in new[] { ("chain-of-table", SystemRole.Method, 0.45), ("end-to-end", SystemRole.Baseline, 0.39), ("text-to-sql", SystemRole.Baseline, 0.37) })
                {
                    var row = Measure("tables", "0", "wikitq", system, role, "wikitq-denotation", value + ((random.Next(30) - 15) / 100.0), 60 + random.Next(100), 30);
                    yield return new Breakdown
                    {
                        By = by,
                        Group = group,
                        Comparison = row.Comparison,
                        Variant = (JsonObject)row.Variant.DeepClone(),
                        Suite = row.Suite,
                        Split = row.Split,
                        System = row.System,
                        Role = row.Role,
                        Figure = row.Figure,
                        Value = row.Value,
                        CiLow = row.CiLow,
                        CiHigh = row.CiHigh,
                        Interval = row.Interval,
                        N = row.N,
                        Clusters = row.Clusters,
                        Coverage = 1,
                        Outcomes = new OutcomeCounts(),
                        Cost = new Cost(),
                    };
                }
    }

    private static Measurement Measure(string comparison, string? shots, string suite, string system, SystemRole role, string figure, double value, int n, int clusters)
    {
        var half = figure == "bleu" ? 4.1 : figure == "wer" ? 0.006 : n == 0 ? 0 : 0.98 / Math.Sqrt(n);
        return new Measurement
        {
            Comparison = comparison,
            Variant = Variant(shots),
            Suite = suite,
            Split = suite == "calibration:sst2" ? "validation" : "test",
            System = system,
            Role = role,
            Figure = figure,
            Value = value,
            CiLow = Math.Max(0, value - half),
            CiHigh = value + half,
            Interval = clusters == n ? "wilson" : "bca-cluster",
            N = n,
            Clusters = clusters,
            Coverage = 1,
            Outcomes = new OutcomeCounts { Answered = Math.Max(0, n - 12), Unparsable = Math.Min(n, 9), Truncated = Math.Min(n, 3), FailedEnvironment = system == "text-to-sql" ? 3 : 0, Tied = 2 },
            Cost = new Cost
            {
                Seconds = role == SystemRole.Control ? 0 : system.Length * 61.3,
                GpuSeconds = comparison == "speech" ? system.Length * 12.7 : 0,
                PromptTokens = role == SystemRole.Control ? 0 : system.Length * 81_230L,
                CompletionTokens = role == SystemRole.Control ? 0 : system.Length * 1_310L,
                ModelCalls = role == SystemRole.Control ? 0 : n * 3L,
                Price = comparison == "translate" ? 0.0123 : null,
            },
        };
    }

    private static Contrast Compare(string comparison, string? shots, string suite, string method, string baseline, string figure, double difference, double half, string? verdict, int n, int clusters) => new()
    {
        Comparison = comparison,
        Variant = Variant(shots),
        Suite = suite,
        Split = suite == "calibration:sst2" ? "validation" : "test",
        Method = method,
        Baseline = baseline,
        Figure = figure,
        Difference = difference,
        CiLow = difference - half,
        CiHigh = difference + half,
        Interval = clusters == n ? "newcombe" : "bca-cluster",
        PValue = Math.Min(1, Math.Exp(-3 * Math.Abs(difference) / half)),
        PAdjusted = verdict is null ? null : Math.Min(verdict is "better" or "worse" ? 0.04 : 1, 2.2 * Math.Exp(-3.5 * Math.Abs(difference) / half)),
        Test = "sign-flip-9999",
        N = n,
        NMissing = 0,
        Clusters = clusters,
        Family = verdict is null ? null : "primary",
        FamilySize = verdict is null ? null : 8,
        Exploratory = verdict is null,
        MinimumDetectableEffect = new DetectableEffect(half * 1.43, half * 1.9),
        Verdict = verdict,
        Reason = verdict is null ? "Exploratory: another point of the sweep than the primary one." : null,
    };

    private static JsonObject Variant(string? shots) => shots is null ? [] : new JsonObject { ["shots"] = JsonNode.Parse(shots) };

    private static ReportExample Example(int i, bool method, bool baseline) => new()
    {
        Comparison = i % 5 == 4 ? "facts" : "tables",
        Variant = i % 5 == 4 ? [] : Variant("0"),
        Id = $"nu-{i}",
        Cluster = $"csv/203-csv/{i % 17}.csv",
        Prompt = i == 0 ? Hostile : "Read the table below regarding \"1988 Grand Prix season\" and answer the question.\n\nDate | Winner | Team\n" + string.Concat(Enumerable.Range(0, (i % 4) * 9).Select(row => $"{row + 1} May | Driver {row} | Team {row % 4}\n")) + $"\nQuestion: who won more than {i % 5} races?\nAnswer:",
        References = [$"Driver {i % 7}"],
        Sides =
        [
            Side("chain-of-table", SystemRole.Method, method, i) with
            {
                Trace = i == 1 ? JsonValue.Create(Hostile) : new JsonObject
                {
                    ["steps"] = new JsonArray(
                        new JsonObject { ["operation"] = "f_select_row(row 1, row 3)", ["table"] = new JsonObject { ["header"] = new JsonArray("Date", "Winner", "Team"), ["rows"] = new JsonArray(new JsonArray("1 May", "Driver 1", "Lotus"), new JsonArray("9 May", i == 2 ? Hostile : "Driver 3", "McLaren")) } },
                        new JsonObject { ["operation"] = "f_group_by(Winner)", ["table"] = new JsonObject { ["header"] = new JsonArray("Winner", "Count"), ["rows"] = new JsonArray(new JsonArray("Driver 1", 4), new JsonArray("Driver 3", 2)) } }),
                    ["votes"] = new JsonObject { ["Driver 1"] = 5, ["Driver 3"] = 3 },
                },
            },
            Side("end-to-end", SystemRole.Baseline, baseline, i),
            Side(i % 5 == 4 ? "few-shot" : "text-to-sql", SystemRole.Baseline, i % 3 == 0, i) with { Outcome = i % 11 == 0 ? Outcome.Failed : Outcome.Answered, Output = i % 11 == 0 ? "" : $"SELECT Winner FROM t WHERE n > {i % 5}", Reason = i % 11 == 0 ? "The service answered HTTP 500 three times." : null },
        ],
    };

    private static ReportExampleSide Side(string system, SystemRole role, bool right, int i) => new()
    {
        System = system,
        Role = role,
        Outcome = i % 13 == 5 ? Outcome.Unparsable : Outcome.Answered,
        Output = right ? $"Driver {i % 7}" : i == 3 ? Hostile : $"Driver {(i + 3) % 7}",
        Raw = $"Let us see. The answer is Driver {i % 7}.",
        Score = right ? 1 : 0,
        Scores = [new NamedScore("wikitq-denotation", right ? 1 : 0), new NamedScore("undefined", null)],
    };

    private static MetricCard Card(string name, string scorer, params FigureCard[] figures) => new()
    {
        Name = name,
        Primary = figures[0].Name,
        Figures = figures,
        Scorer = scorer,
        Description = $"What {name} computes, in a sentence or two, with the deviations that matter.",
        Options = name == "bleu" ? new Dictionary<string, string> { ["tokenize"] = "13a", ["smooth"] = Hostile } : new Dictionary<string, string>(),
    };
}
