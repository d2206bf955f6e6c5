using EvalHarness.Core.Reports;

namespace EvalHarness.Pipeline.Stores;

/// <summary>Rows: runs, shard results, measurements, contrasts, history, accepted baselines. Large things are artefacts; rows refer to them.</summary>
public interface IReportStore
{
    /// <summary>Inserts or replaces a run's row.</summary>
    Task PutRunAsync(RunRow run, CancellationToken cancellationToken);

    /// <summary>A run's row, or null.</summary>
    Task<RunRow?> FindRunAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Streams runs, newest first; of one manifest where a name is given.</summary>
    IAsyncEnumerable<RunRow> ListRunsAsync(string? manifest, CancellationToken cancellationToken);

    /// <summary>Inserts or replaces a shard's row.</summary>
    Task PutShardAsync(ShardRow shard, CancellationToken cancellationToken);

    /// <summary>Streams the shards of a run.</summary>
    IAsyncEnumerable<ShardRow> ListShardsAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Replaces a run's measurements and contrasts, and appends its measurements to the history.</summary>
    Task PutReportAsync(RunReport report, CancellationToken cancellationToken);

    /// <summary>Reads a run's measurements, in report order.</summary>
    IAsyncEnumerable<Measurement> ListMeasurementsAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Reads a run's contrasts, in report order.</summary>
    IAsyncEnumerable<Contrast> ListContrastsAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Streams the history of one figure, newest first.</summary>
    IAsyncEnumerable<HistoryRow> ListHistoryAsync(HistoryKey key, CancellationToken cancellationToken);

    /// <summary>The accepted baseline of a manifest, or null.</summary>
    Task<BaselineRow?> FindBaselineAsync(string manifest, CancellationToken cancellationToken);

    /// <summary>Replaces the accepted baseline if its ETag is still the given one (null: if there is none yet).</summary>
    /// <returns>False when somebody else was faster; then nothing changed.</returns>
    Task<bool> TryPutBaselineAsync(BaselineRow baseline, string? expectedETag, CancellationToken cancellationToken);
}

/// <summary>A run's row.</summary>
public sealed record RunRow
{
    /// <summary>Run id.</summary>
    public required string Id { get; init; }

    /// <summary>Manifest name.</summary>
    public required string Manifest { get; init; }

    /// <summary>Digest of the effective manifest.</summary>
    public required string ManifestDigest { get; init; }

    /// <summary>running, complete, incomplete, cancelled.</summary>
    public required string Status { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Seconds of its sessions so far.</summary>
    public double Seconds { get; init; }

    /// <summary>Folder of its report, absolute, or null while there is none.</summary>
    public string? Folder { get; init; }

    /// <summary>The gate's verdict, or null.</summary>
    public string? Verdict { get; init; }
}

/// <summary>A shard's row in a run.</summary>
public sealed record ShardRow
{
    /// <summary>Run id.</summary>
    public required string RunId { get; init; }

    /// <summary>Key of the evidence it holds.</summary>
    public required string SpecKey { get; init; }

    /// <summary>Number within the spec and run.</summary>
    public required int Index { get; init; }

    /// <summary>Its own key.</summary>
    public required string ShardKey { get; init; }

    /// <summary>done, partial, failed.</summary>
    public required string State { get; init; }

    /// <summary>Units.</summary>
    public required int Units { get; init; }

    /// <summary>Units failed by their input.</summary>
    public int FailedInput { get; init; }

    /// <summary>Units failed by the environment.</summary>
    public int FailedEnvironment { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Prompt tokens.</summary>
    public long PromptTokens { get; init; }

    /// <summary>Completion tokens.</summary>
    public long CompletionTokens { get; init; }

    /// <summary>Model calls.</summary>
    public long ModelCalls { get; init; }

    /// <summary>Producer and model digest, for estimates of later runs.</summary>
    public string TimingKey { get; init; } = "";
}

/// <summary>What a history is kept of.</summary>
/// <param name="Manifest">Manifest name.</param>
/// <param name="Comparison">Comparison.</param>
/// <param name="Variant">Canonical JSON of the variant.</param>
/// <param name="System">System.</param>
/// <param name="Figure">Figure.</param>
public sealed record HistoryKey(string Manifest, string Comparison, string Variant, string System, string Figure);

/// <summary>One point of a history.</summary>
/// <param name="RunId">Run.</param>
/// <param name="Started">When.</param>
/// <param name="Value">Value, or null.</param>
/// <param name="CiLow">Lower end.</param>
/// <param name="CiHigh">Upper end.</param>
public sealed record HistoryRow(string RunId, DateTimeOffset Started, double? Value, double? CiLow, double? CiHigh);

/// <summary>The accepted baseline of a manifest.</summary>
/// <param name="Manifest">Manifest name.</param>
/// <param name="RunId">The accepted run.</param>
/// <param name="Folder">Artefact folder its predictions and report are pinned in.</param>
/// <param name="ReportDigest">Digest of the accepted report's measurements.</param>
/// <param name="Looks">Looks taken against it that brought a new result.</param>
/// <param name="LastResultDigest">Digest of the last look's result, or null.</param>
/// <param name="LastVerdict">Verdict of the last look, or null.</param>
/// <param name="ETag">Changes with every replacement; set by the store.</param>
public sealed record BaselineRow(
    string Manifest, string RunId, string Folder, string ReportDigest, int Looks, string? LastResultDigest, string? LastVerdict, string ETag = "");
