using System.Text.Json.Nodes;
using EvalHarness.Core.Systems;

namespace EvalHarness.Core.Reports;

/// <summary>What a system would spend alone.</summary>
public sealed record Cost
{
    /// <summary>Seconds inside models.</summary>
    public double Seconds { get; init; }

    /// <summary>Prompt tokens.</summary>
    public long PromptTokens { get; init; }

    /// <summary>Completion tokens.</summary>
    public long CompletionTokens { get; init; }

    /// <summary>Model calls.</summary>
    public long ModelCalls { get; init; }

    /// <summary>Seconds inside models on a GPU.</summary>
    public double GpuSeconds { get; init; }

    /// <summary>Money, or null where a model has no price.</summary>
    public double? Price { get; init; }
}

/// <summary>How many predictions ended how.</summary>
public sealed record OutcomeCounts
{
    /// <summary>Answered.</summary>
    public int Answered { get; init; }

    /// <summary>Unparsable.</summary>
    public int Unparsable { get; init; }

    /// <summary>Refused.</summary>
    public int Refused { get; init; }

    /// <summary>Truncated.</summary>
    public int Truncated { get; init; }

    /// <summary>Failed by their input: scored as worst.</summary>
    public int FailedInput { get; init; }

    /// <summary>Failed by the environment: missing.</summary>
    public int FailedEnvironment { get; init; }

    /// <summary>Prompts that were shortened to fit.</summary>
    public int Shortened { get; init; }

    /// <summary>Decisions between choices within 1e-4.</summary>
    public int Tied { get; init; }
}

/// <summary>A published number beside a measured one.</summary>
public sealed record PublishedValue
{
    /// <summary>The number.</summary>
    public required double Value { get; init; }

    /// <summary>percent, fraction, …</summary>
    public required string Unit { get; init; }

    /// <summary>Backbone.</summary>
    public required string Model { get; init; }

    /// <summary>Method as published.</summary>
    public required string Method { get; init; }

    /// <summary>Split.</summary>
    public required string Split { get; init; }

    /// <summary>Document it was seen in.</summary>
    public required string Source { get; init; }

    /// <summary>What differs from the measured setting.</summary>
    public required IReadOnlyList<string> Differs { get; init; }

    /// <summary>Whether model, split, metric and n are equal; without that there is no verdict on it.</summary>
    public required bool Comparable { get; init; }
}

/// <summary>A figure's value for one system in one comparison.</summary>
public record Measurement
{
    /// <summary>Comparison name.</summary>
    public required string Comparison { get; init; }

    /// <summary>Point of the sweep; empty without one.</summary>
    public required JsonObject Variant { get; init; }

    /// <summary>Suite address.</summary>
    public required string Suite { get; init; }

    /// <summary>Split.</summary>
    public required string Split { get; init; }

    /// <summary>System name.</summary>
    public required string System { get; init; }

    /// <summary>Its part.</summary>
    public required SystemRole Role { get; init; }

    /// <summary>Figure name.</summary>
    public required string Figure { get; init; }

    /// <summary>The value, or null with a reason.</summary>
    public double? Value { get; init; }

    /// <summary>Lower end of the interval.</summary>
    public double? CiLow { get; init; }

    /// <summary>Upper end of the interval.</summary>
    public double? CiHigh { get; init; }

    /// <summary>The interval's name: wilson, bca-cluster, student-t, degenerate.</summary>
    public string? Interval { get; init; }

    /// <summary>Why a value or interval is missing or degenerate, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Examples scored.</summary>
    public required int N { get; init; }

    /// <summary>Units of inference: clusters, or examples where there are none.</summary>
    public required int Clusters { get; init; }

    /// <summary>Covered examples over planned ones.</summary>
    public required double Coverage { get; init; }

    /// <summary>How its predictions ended.</summary>
    public required OutcomeCounts Outcomes { get; init; }

    /// <summary>Standard deviation over seeds, or null with one seed.</summary>
    public double? SeedDeviation { get; init; }

    /// <summary>A published number, or null.</summary>
    public PublishedValue? Published { get; init; }

    /// <summary>What the system would spend alone.</summary>
    public required Cost Cost { get; init; }
}

/// <summary>A measurement on one group of examples.</summary>
public sealed record Breakdown : Measurement
{
    /// <summary>What is grouped by: difficulty, template.</summary>
    public required string By { get; init; }

    /// <summary>The group.</summary>
    public required string Group { get; init; }
}
