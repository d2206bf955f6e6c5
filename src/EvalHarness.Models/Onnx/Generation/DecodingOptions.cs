using EvalHarness.Core.Models;

namespace EvalHarness.Models.Onnx.Generation;

/// <summary>When a beam search may stop before its length limit.</summary>
public enum EarlyStopping
{
    /// <summary>When the best running beam, scored at its present length, cannot beat the worst finished one.</summary>
    False,

    /// <summary>As soon as there are as many finished sequences as beams.</summary>
    True,

    /// <summary>When no running beam can beat the worst finished one, even at the most favourable length.</summary>
    Never,
}

/// <summary>How tokens are chosen, with every option of the reference's generation that the harness offers (transformers 4.57).</summary>
public sealed record DecodingOptions
{
    /// <summary>At most this many new tokens.</summary>
    public int MaxNewTokens { get; init; } = 64;

    /// <summary>No end token before this many new tokens.</summary>
    public int MinNewTokens { get; init; }

    /// <summary>Generation stops with the token after which the text first contains one of these.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>0 is greedy; above it, scores are divided by it and a token is drawn.</summary>
    public double Temperature { get; init; }

    /// <summary>Draws only from the k best; null keeps all.</summary>
    public int? TopK { get; init; }

    /// <summary>Draws only from the best tokens up to this mass; null keeps all.</summary>
    public double? TopP { get; init; }

    /// <summary>Draws only from tokens at least this likely, relative to the likeliest; null keeps all.</summary>
    public double? MinP { get; init; }

    /// <summary>Above 1: scores of tokens that are already there are pushed down.</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Above 0: no n-gram of this size comes twice.</summary>
    public int NoRepeatNgramSize { get; init; }

    /// <summary>Draws for one prompt; more than one makes sense with a temperature only.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>Above 1: beam search of that width.</summary>
    public int Beams { get; init; } = 1;

    /// <summary>Sequences that a beam search returns, best first.</summary>
    public int ReturnSequences { get; init; } = 1;

    /// <summary>Beam scores are divided by the length raised to this.</summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>When a beam search stops.</summary>
    public EarlyStopping EarlyStopping { get; init; }

    /// <summary>Tokens that are never chosen.</summary>
    public IReadOnlyList<int> SuppressedTokens { get; init; } = [];

    /// <summary>Tokens that are not chosen first.</summary>
    public IReadOnlyList<int> SuppressedFirstTokens { get; init; } = [];

    /// <summary>The options that a manifest's settings mean. A beam search returns as many sequences as samples are asked for.</summary>
    public static DecodingOptions From(GenerationSettings settings) => new()
    {
        MaxNewTokens = settings.MaxNewTokens,
        Stop = settings.Stop,
        Temperature = settings.Beams > 1 ? 0 : settings.Temperature,
        TopK = settings.TopK,
        TopP = settings.TopP,
        Samples = settings.Beams > 1 ? 1 : settings.Samples,
        Beams = settings.Beams,
        ReturnSequences = Math.Clamp(settings.Samples, 1, Math.Max(1, settings.Beams)),
    };

    /// <summary>Whether any draw is random.</summary>
    public bool DrawsAtRandom => Temperature > 0 && Beams == 1;

    /// <summary>What is wrong with the options, or null.</summary>
    public string? Problem() =>
        MaxNewTokens < 1 ? $"maxNewTokens is {MaxNewTokens}; at least 1 is expected."
        : Beams is < 1 or > 64 ? $"beams is {Beams}; 1 to 64 are expected."
        : Samples is < 1 or > 1024 ? $"samples is {Samples}; 1 to 1024 are expected."
        : Temperature is < 0 or > 100 or double.NaN ? $"temperature is {Temperature}; 0 (greedy) to 100 is expected."
        : TopK < 1 ? $"topK is {TopK}; at least 1 is expected."
        : TopP is <= 0 or > 1 or double.NaN ? $"topP is {TopP}; above 0 and at most 1 is expected."
        : MinP is < 0 or > 1 or double.NaN ? $"minP is {MinP}; 0 to 1 is expected."
        : RepetitionPenalty is <= 0 or double.NaN ? $"repetitionPenalty is {RepetitionPenalty}; above 0 is expected."
        : ReturnSequences < 1 || ReturnSequences > Math.Max(1, Beams) ? $"returnSequences is {ReturnSequences}; 1 to the number of beams is expected."
        : Beams > 1 && Temperature > 0 ? "beams and a temperature exclude each other: drawing inside a beam search is not offered."
        : null;
}
