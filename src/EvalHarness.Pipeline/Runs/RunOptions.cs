using EvalHarness.Core.Manifests;
using EvalHarness.Core.Reports;

namespace EvalHarness.Pipeline.Runs;

/// <summary>What a user may say about a run besides its manifest.</summary>
public sealed record RunOptions
{
    /// <summary>Folder of the results; null: below the store.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>Whether nothing of earlier runs may be used.</summary>
    public bool Fresh { get; init; }

    /// <summary>What is kept of request texts: full, digest, none.</summary>
    public string Requests { get; init; } = "full";
}

/// <summary>How a command on a run ended.</summary>
public sealed record RunOutcome
{
    /// <summary>What is wrong with the manifest; empty when it ran.</summary>
    public IReadOnlyList<ManifestError> Errors { get; init; } = [];

    /// <summary>The report, or null where nothing was run or it was cancelled.</summary>
    public RunReport? Report { get; init; }

    /// <summary>Run id, or null where nothing was run.</summary>
    public string? RunId { get; init; }

    /// <summary>Folder of the results, or null.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether it was cancelled; what is finished stays.</summary>
    public bool Cancelled { get; init; }

    /// <summary>The exit code of the contracts, section 1.</summary>
    public int ExitCode => Errors.Count > 0 ? 2
        : Cancelled ? 130
        : Report!.Run.Status != RunStatus.Complete || Report.Gate?.Verdict == "incomplete" ? 4
        : Report.Gate?.Verdict == "regression" ? 3
        : 0;
}
