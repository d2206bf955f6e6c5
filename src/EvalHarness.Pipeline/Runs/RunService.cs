using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EvalHarness.Core.Json;
using EvalHarness.Core.Manifests;
using EvalHarness.Core.Models;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Suites;
using EvalHarness.Core.Systems;
using EvalHarness.Pipeline.Aggregation;
using EvalHarness.Pipeline.Gates;
using EvalHarness.Pipeline.Local;
using EvalHarness.Pipeline.Planning;
using EvalHarness.Pipeline.Publishing;
using EvalHarness.Pipeline.Running;
using EvalHarness.Pipeline.Shards;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Pipeline.Runs;

/// <summary>The life of a run in this process: plan, compute, aggregate, judge, publish; and again from what is stored.</summary>
/// <param name="artifacts">Where evidence goes.</param>
/// <param name="rows">Where rows go.</param>
/// <param name="storeFolder">Folder below which results go when none is named.</param>
/// <param name="definitions">Resolves manifests.</param>
/// <param name="time">The clock.</param>
public sealed class RunService(IArtifactStore artifacts, IReportStore rows, string storeFolder, RunDefinitionFactory definitions, TimeProvider time)
{
    private static readonly EngineResult NothingRun = new(new Dictionary<string, IReadOnlyList<MissingUnit>>(), null, new Dictionary<string, ModelIdentity>());

    /// <summary>Starts a new run; evidence of earlier runs is used unless told otherwise.</summary>
    public async Task<RunOutcome> StartAsync(ManifestReadResult read, RunOptions options, IRunProgress progress, CancellationToken cancellationToken)
    {
        var (definition, errors) = await DefineAsync(read, cancellationToken).ConfigureAwait(false);
        if (definition is null)
            return new RunOutcome { Errors = errors };
        var started = time.GetUtcNow();
        var trigger = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var runId = RunIdOf(definition.Manifest, trigger);
        var fresh = options.Fresh || !definition.Manifest.Execution.Reuse;
        var specs = RunPlanner.SpecsOf(definition, started, fresh ? runId : null);
        var plan = new RunPlan
        {
            RunId = runId,
            Manifest = definition.Manifest.Source,
            BaseFolder = definition.Manifest.BaseFolder,
            Started = started,
            Fresh = fresh,
            Requests = options.Requests,
            OutputFolder = Path.GetFullPath(options.OutputFolder ?? Path.Combine(storeFolder, "runs", runId)),
            Specs = await new RunPlanner(new EvidenceIndex(artifacts)).PlanAsync(definition, specs, cancellationToken).ConfigureAwait(false),
        };
        await plan.SaveAsync(artifacts, cancellationToken).ConfigureAwait(false);
        return await ComputeAsync(definition, specs, plan, null, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Continues a run: computes what its plan still misses.</summary>
    /// <exception cref="InvalidDataException">There is no such run, or data, models or code changed since it was planned.</exception>
    public async Task<RunOutcome> ResumeAsync(string runId, IRunProgress progress, CancellationToken cancellationToken)
    {
        var (plan, definition, specs, row, errors) = await ReopenAsync(runId, cancellationToken).ConfigureAwait(false);
        return definition is null
            ? new RunOutcome { Errors = errors }
            : await ComputeAsync(definition, specs, plan, row, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Decides, scores and reports a run again from stored evidence; calls no model.</summary>
    /// <exception cref="InvalidDataException">There is no such run, or data, models or code changed since it was planned.</exception>
    public async Task<RunOutcome> RescoreAsync(string runId, CancellationToken cancellationToken)
    {
        var (plan, definition, specs, row, errors) = await ReopenAsync(runId, cancellationToken).ConfigureAwait(false);
        return definition is null
            ? new RunOutcome { Errors = errors }
            : await ReportAsync(definition, specs, plan, NothingRun, row?.Seconds ?? 0, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The id of a run: a hash of name, effective manifest and what started it.</summary>
    public static string RunIdOf(Manifest manifest, string trigger) =>
        CanonicalJson.Digest(new JsonObject { ["name"] = manifest.Name, ["manifest"] = manifest.Source.DeepClone(), ["trigger"] = trigger })[..16];

    private async Task<(RunDefinition? Definition, IReadOnlyList<ManifestError> Errors)> DefineAsync(ManifestReadResult read, CancellationToken cancellationToken)
    {
        var result = await definitions.CreateAsync(read, cancellationToken).ConfigureAwait(false);
        if (result.Definition is null)
            return (null, result.Errors);
        try
        {
            await PromptPreview.RenderAsync(result.Definition, 1, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SystemSetupException or SuiteException)
        {
            return (null, [read.ErrorAt("comparisons", exception.Message)]);
        }
        return (result.Definition, []);
    }

    private async Task<(RunPlan Plan, RunDefinition? Definition, IReadOnlyList<KeyedSpec> Specs, RunRow? Row, IReadOnlyList<ManifestError> Errors)> ReopenAsync(
        string runId, CancellationToken cancellationToken)
    {
        var plan = await RunPlan.FindAsync(artifacts, runId, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException($"There is no run '{runId}' in this store; 'evalharness runs' lists them.");
        var read = new ManifestReader(RunDefinitionFactory.Vocabulary).Read(
            // As written, not canonical: the order of sweep axes is the order of the report.
            Encoding.UTF8.GetBytes(plan.Manifest.ToJsonString()), $"the manifest of run {runId}", plan.BaseFolder, []);
        var (definition, errors) = await DefineAsync(read, cancellationToken).ConfigureAwait(false);
        if (definition is null)
            return (plan, null, [], null, errors);
        var specs = RunPlanner.SpecsOf(definition, plan.Started, plan.Fresh ? runId : null);
        var planned = plan.Specs.Select(spec => spec.Key).ToHashSet();
        if (!planned.SetEquals(specs.Select(spec => spec.Key)))
            throw new InvalidDataException($"Run {runId} cannot go on: its data, models or EvalHarness itself changed since it was planned, so its evidence would be mixed. Start a new run; what is unchanged is reused.");
        return (plan, definition, specs, await rows.FindRunAsync(runId, cancellationToken).ConfigureAwait(false), []);
    }

    private async Task<RunOutcome> ComputeAsync(
        RunDefinition definition, IReadOnlyList<KeyedSpec> specs, RunPlan plan, RunRow? before, IRunProgress progress, CancellationToken cancellationToken)
    {
        var session = time.GetTimestamp();
        var row = RowOf(definition, plan) with { Seconds = before?.Seconds ?? 0 };
        await rows.PutRunAsync(row, cancellationToken).ConfigureAwait(false);
        var folder = new RunFolder(plan.OutputFolder);
        using var log = new RunLog(folder.LogPath, progress, time);
        log.Event(before is null ? "started" : "resumed");
        try
        {
            var engine = await new LocalEngine(artifacts, rows, time).RunAsync(definition, specs, plan, log, cancellationToken).ConfigureAwait(false);
            var outcome = await ReportAsync(definition, specs, plan, engine, Elapsed(), cancellationToken).ConfigureAwait(false);
            log.Event("finished");
            return outcome;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.Event("cancelled");
            await rows.PutRunAsync(row with { Status = "cancelled", Seconds = Elapsed() }, CancellationToken.None).ConfigureAwait(false);
            return new RunOutcome { RunId = plan.RunId, Folder = folder.FullPath, Cancelled = true };
        }

        double Elapsed() => row.Seconds + time.GetElapsedTime(session).TotalSeconds;
    }

    private async Task<RunOutcome> ReportAsync(
        RunDefinition definition, IReadOnlyList<KeyedSpec> specs, RunPlan plan, EngineResult engine, double seconds, CancellationToken cancellationToken)
    {
        var folder = new RunFolder(plan.OutputFolder);
        var row = RowOf(definition, plan) with { Seconds = seconds };
        var summary = new RunSummary
        {
            Id = plan.RunId,
            Manifest = definition.Manifest.Name,
            ManifestDigest = row.ManifestDigest,
            Status = RunStatus.Complete,
            Started = plan.Started,
            Seconds = seconds,
            Environment = new RunEnvironment(
                typeof(RunService).Assembly.GetName().Version?.ToString(3) ?? "", RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, Environment.ProcessorCount, "local"),
            Executed = new ExecutedWork(),
        };
        var run = await new RunAggregator(artifacts, PublishedNumbers.Embedded())
            .AggregateAsync(definition, specs, plan, engine, summary, folder.OpenPredictions, cancellationToken).ConfigureAwait(false);
        var report = run.Report with { Gate = await new GateJudge(artifacts, rows).JudgeAsync(definition, run, cancellationToken).ConfigureAwait(false) };
        await new ReportPublisher(artifacts, rows).PublishAsync(definition, plan, run with { Report = report }, folder, cancellationToken).ConfigureAwait(false);
        await rows.PutRunAsync(
            row with { Status = report.Run.Status.ToString().ToLowerInvariant(), Folder = folder.FullPath, Verdict = report.Gate?.Verdict }, cancellationToken).ConfigureAwait(false);
        return new RunOutcome { Report = report, RunId = plan.RunId, Folder = folder.FullPath };
    }

    private static RunRow RowOf(RunDefinition definition, RunPlan plan) => new()
    {
        Id = plan.RunId,
        Manifest = definition.Manifest.Name,
        ManifestDigest = ManifestWriter.Digest(definition.Manifest),
        Status = "running",
        Started = plan.Started,
        Folder = plan.OutputFolder,
    };
}
