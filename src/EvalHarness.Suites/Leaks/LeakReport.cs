namespace EvalHarness.Suites.Leaks;

/// <summary>What kind of leak.</summary>
public enum LeakKind
{
    /// <summary>An evaluated item, or an exact duplicate of it, is among its own demonstrations: an error.</summary>
    OwnDemonstration,

    /// <summary>Evaluated items stand in the training split too, under the same id; the pool leaves them out.</summary>
    SharedItem,

    /// <summary>Evaluated queries stand word for word in the training split or pool; the pool leaves them out.</summary>
    TrainingDuplicate,

    /// <summary>Queries stand more than once in the evaluated split: they are no independent evidence.</summary>
    RepeatedQuery,

    /// <summary>Evaluated texts share a run of 13 words with the training split or pool.</summary>
    SharedWordRun,
}

/// <summary>One finding of the preflight.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Message">One sentence with the number of examples and the first few ids.</param>
/// <param name="EvaluatedIds">Every evaluated example concerned: figures are printed with and without them.</param>
public sealed record LeakFinding(LeakKind Kind, string Message, IReadOnlySet<string> EvaluatedIds)
{
    /// <summary>Whether the run must not start.</summary>
    public bool IsError => Kind == LeakKind.OwnDemonstration;
}

/// <summary>All findings on one evaluated split, in order of kind.</summary>
/// <param name="Findings">The findings; empty where nothing was found.</param>
public sealed record LeakReport(IReadOnlyList<LeakFinding> Findings)
{
    /// <summary>The evaluated examples that any finding concerns.</summary>
    public IReadOnlySet<string> AffectedIds { get; } = Findings.SelectMany(finding => finding.EvaluatedIds).ToHashSet(StringComparer.Ordinal);
}
