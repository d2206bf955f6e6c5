using EvalHarness.Core.Models;

namespace EvalHarness.Core.Manifests;

/// <summary>Generation settings as far as given; null: not given.</summary>
public sealed record GenerationDeclaration
{
    /// <summary>At most this many new tokens.</summary>
    public int? MaxNewTokens { get; init; }

    /// <summary>Stop strings.</summary>
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>Temperature.</summary>
    public double? Temperature { get; init; }

    /// <summary>Top-k.</summary>
    public int? TopK { get; init; }

    /// <summary>Top-p.</summary>
    public double? TopP { get; init; }

    /// <summary>Samples.</summary>
    public int? Samples { get; init; }

    /// <summary>Beams.</summary>
    public int? Beams { get; init; }

    /// <summary>Chat template.</summary>
    public bool? ChatTemplate { get; init; }

    /// <summary>System message.</summary>
    public string? SystemMessage { get; init; }

    /// <summary>Overflow policy.</summary>
    public OverflowPolicy? Overflow { get; init; }

    /// <summary>These settings over others; <see cref="ChatTemplate"/> is left to the caller, whose default depends on system and model.</summary>
    public GenerationSettings Over(GenerationSettings settings) => settings with
    {
        MaxNewTokens = MaxNewTokens ?? settings.MaxNewTokens,
        Stop = Stop ?? settings.Stop,
        Temperature = Temperature ?? settings.Temperature,
        TopK = TopK ?? settings.TopK,
        TopP = TopP ?? settings.TopP,
        Samples = Samples ?? settings.Samples,
        Beams = Beams ?? settings.Beams,
        SystemMessage = SystemMessage ?? settings.SystemMessage,
        Overflow = Overflow ?? settings.Overflow,
    };
}
