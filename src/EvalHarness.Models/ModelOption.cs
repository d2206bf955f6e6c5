using System.Text.Json.Nodes;

namespace EvalHarness.Models;

/// <summary>The form of an option's value.</summary>
public enum ModelOptionType
{
    /// <summary>A text, one of the allowed ones where those are listed.</summary>
    Text,

    /// <summary>A list of texts, each one of the allowed ones where those are listed.</summary>
    TextList,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A price: <c>promptPerMillion</c>, <c>completionPerMillion</c> and, if not USD, <c>currency</c>.</summary>
    Price,
}

/// <summary>One option a provider takes in a manifest.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Form of its value.</param>
/// <param name="Description">What it does, one sentence.</param>
public sealed record ModelOption(string Name, ModelOptionType Type, string Description)
{
    /// <summary>The value in force when none is given, or null where leaving it out means something of its own.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>Allowed texts, or null where any is.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>Least allowed number.</summary>
    public double? Minimum { get; init; }

    /// <summary>Greatest allowed number.</summary>
    public double? Maximum { get; init; }

    /// <summary>Whether a model cannot be opened without it.</summary>
    public bool Required { get; init; }

    /// <summary>Whether messages must not repeat the value: users put a key where its variable's name belongs.</summary>
    public bool Sensitive { get; init; }
}

/// <summary>What is wrong with one option, for a message with file and line.</summary>
/// <param name="Option">The option's name, as written.</param>
/// <param name="Message">A sentence: what was found, what is allowed.</param>
public sealed record OptionProblem(string Option, string Message);
