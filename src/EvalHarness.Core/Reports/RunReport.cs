using EvalHarness.Core.Metrics;

namespace EvalHarness.Core.Reports;

/// <summary>All that a run found: the content of <c>report.json</c>. Field names are a contract.</summary>
public sealed record RunReport
{
    /// <summary>Version of this form.</summary>
    public const string CurrentSchema = "evalharness/report/1";

    /// <summary>Version of the form this report has.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>The run itself.</summary>
    public required RunSummary Run { get; init; }

    /// <summary>Every figure of every system.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }

    /// <summary>Figures by groups of examples.</summary>
    public required IReadOnlyList<Breakdown> Breakdowns { get; init; }

    /// <summary>Every method-baseline difference.</summary>
    public required IReadOnlyList<Contrast> Contrasts { get; init; }

    /// <summary>The gate's verdict, or null where the manifest has no gate.</summary>
    public GateResult? Gate { get; init; }

    /// <summary>Identity cards of the metrics used.</summary>
    public required IReadOnlyList<MetricCard> Metrics { get; init; }

    /// <summary>The data sets evaluated.</summary>
    public required IReadOnlyList<DatasetSummary> Datasets { get; init; }

    /// <summary>The models called.</summary>
    public required IReadOnlyList<ModelSummary> Models { get; init; }

    /// <summary>What a reader must know: leaks, failures, fall-backs, systems not run.</summary>
    public required IReadOnlyList<Warning> Warnings { get; init; }
}
