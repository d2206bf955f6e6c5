using EvalHarness.Core.Evidence;
using EvalHarness.Core.Models;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Suites;

namespace EvalHarness.Core.Systems;

/// <summary>A system at one point of its settings: what evidence it asks for, and how it decides on it.</summary>
public interface ISystem
{
    /// <summary>The evidence it needs. Equal specs of different systems are produced once.</summary>
    IReadOnlyList<EvidenceSpec> Evidence { get; }

    /// <summary>What a reader must know of how it is set up here, such as the size of a pool it fits on; null for nothing.</summary>
    string? Note => null;

    /// <summary>
    /// Decides on every row of the data, in order, one decision a row. Pure: no model, no I/O but the data given; equal data yield equal
    /// decisions. A system that needs the whole split reads it twice and keeps sufficient statistics only.
    /// </summary>
    IAsyncEnumerable<Decision> DecideAsync(IDecisionData data, CancellationToken cancellationToken);
}

/// <summary>The evidence a system decides on.</summary>
public interface IDecisionData
{
    /// <summary>
    /// Streams the examples whose evidence is complete, in split order; examples that lack some are failed predictions and never seen. Repeatable.
    /// </summary>
    IAsyncEnumerable<DecisionRow> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The evidence of a run unit.</summary>
    UnitEvidence ReadRun(EvidenceSpec spec);

    /// <summary>Streams the evidence of pool items, gallery items or trials, in unit order; failed units are left out.</summary>
    IAsyncEnumerable<UnitEvidence> ReadUnitsAsync(EvidenceSpec spec, CancellationToken cancellationToken);

    /// <summary>The suite split, for systems that decide without a model (majority) and need its pool.</summary>
    ISuiteData Suite { get; }
}

/// <summary>One example with the evidence on it.</summary>
/// <param name="Input">The example's input.</param>
/// <param name="Evidence">Evidence of the system's example-unit specs, in the order of <see cref="ISystem.Evidence"/>.</param>
/// <param name="References">The whole example where the system's card says it sees references, else null.</param>
public sealed record DecisionRow(ExampleInput Input, IReadOnlyList<UnitEvidence> Evidence, Example? References);

/// <summary>What a system is made from.</summary>
public sealed record SystemRequest
{
    /// <summary>All settings it declares, defaults filled in.</summary>
    public required SystemSettings Settings { get; init; }

    /// <summary>The model of each slot.</summary>
    public required IReadOnlyDictionary<string, IModelSource> Models { get; init; }

    /// <summary>The suite split.</summary>
    public required ISuiteData Suite { get; init; }

    /// <summary>Generation settings after suite default, comparison and system.</summary>
    public required GenerationSettings Generation { get; init; }

    /// <summary>What the manifest says of the chat template, or null: then the system's own default holds.</summary>
    public bool? ChatTemplate { get; init; }

    /// <summary>The seed of this point.</summary>
    public required long Seed { get; init; }
}

/// <summary>How a system is made. One per folder of Methods; the catalogue lists them.</summary>
public interface ISystemFactory
{
    /// <summary>What it is.</summary>
    SystemCard Card { get; }

    /// <summary>Makes it.</summary>
    /// <exception cref="SystemSetupException">A setting or the suite does not fit: which, and what would.</exception>
    /// <exception cref="SystemNotRunException">It cannot be run here for a reason that is no mistake (too small a pool); the report says so.</exception>
    ValueTask<ISystem> CreateAsync(SystemRequest request, CancellationToken cancellationToken);
}

/// <summary>A system cannot be made from its settings, models or suite. The message is a sentence for the user.</summary>
public sealed class SystemSetupException : Exception
{
    /// <summary>Without a message.</summary>
    public SystemSetupException() { }

    /// <summary>With a sentence for the user.</summary>
    public SystemSetupException(string message) : base(message) { }

    /// <summary>With a sentence for the user and a cause.</summary>
    public SystemSetupException(string message, Exception innerException) : base(message, innerException) { }
}

/// <summary>A system is not run here, through nobody's mistake: the report prints why in place of figures.</summary>
public sealed class SystemNotRunException : Exception
{
    /// <summary>Without a message.</summary>
    public SystemNotRunException() { }

    /// <summary>With a sentence for the report.</summary>
    public SystemNotRunException(string message) : base(message) { }

    /// <summary>With a sentence for the report and a cause.</summary>
    public SystemNotRunException(string message, Exception innerException) : base(message, innerException) { }
}
