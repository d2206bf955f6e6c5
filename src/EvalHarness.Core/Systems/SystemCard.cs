using System.Text.Json.Nodes;

namespace EvalHarness.Core.Systems;

/// <summary>The part a system plays in a comparison.</summary>
public enum SystemRole
{
    /// <summary>The system that claims to be better.</summary>
    Method,

    /// <summary>A system it is compared with.</summary>
    Baseline,

    /// <summary>A system that bounds what is possible or what chance gives.</summary>
    Control,
}

/// <summary>The form of a setting's value.</summary>
public enum SettingType
{
    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A text, one of the allowed ones where those are listed.</summary>
    Text,

    /// <summary>A list of texts.</summary>
    TextList,

    /// <summary>An object; the system checks its members.</summary>
    Object,
}

/// <summary>One setting a system declares. A sweep axis or comparison-wide setting applies to the systems that declare it.</summary>
/// <param name="Name">Name in the manifest.</param>
/// <param name="Type">Form of its value.</param>
/// <param name="Default">The value in force when none is given, or null where leaving it out means something of its own.</param>
/// <param name="Description">What it does, one sentence.</param>
public sealed record SettingCard(string Name, SettingType Type, JsonNode? Default, string Description)
{
    /// <summary>Allowed texts, or null where any is.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>Least allowed number.</summary>
    public double? Minimum { get; init; }

    /// <summary>Greatest allowed number.</summary>
    public double? Maximum { get; init; }
}

/// <summary>A model a system calls.</summary>
/// <param name="Name">Slot name in the manifest's <c>models</c>: generator, scorer.</param>
/// <param name="Capability">The capability interface the model must have.</param>
/// <param name="Description">What it is used for.</param>
public sealed record ModelSlot(string Name, Type Capability, string Description);

/// <summary>What a system is: printed by <c>evalharness systems show</c>, checked at validation.</summary>
public sealed record SystemCard
{
    /// <summary>The name a manifest uses: <c>direct</c>, <c>batch-calibration</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, one or two sentences.</summary>
    public required string Description { get; init; }

    /// <summary>The paper or practice it follows.</summary>
    public required string Source { get; init; }

    /// <summary>Whether it is a control: then it is never part of a contrast's family unless named as method or baseline on purpose.</summary>
    public bool IsControl { get; init; }

    /// <summary>Settings it declares.</summary>
    public IReadOnlyList<SettingCard> Settings { get; init; } = [];

    /// <summary>Models it calls; empty for systems that need none.</summary>
    public IReadOnlyList<ModelSlot> Models { get; init; } = [];

    /// <summary>Whether its decision may see references (oracle and the like).</summary>
    public bool SeesReferences { get; init; }

    /// <summary>Whether it works only on suites whose examples have choices.</summary>
    public bool NeedsChoices { get; init; }
}
