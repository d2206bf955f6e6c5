namespace EvalHarness.Core.Models;

/// <summary>What a model is and how it ran; stands in every report.</summary>
public sealed record ModelIdentity
{
    /// <summary>The manifest's name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>onnx, chat, completions, replay, mock, ngram.</summary>
    public required string Provider { get; init; }

    /// <summary>Digest of what determines its answers: file contents of a local model, endpoint and model name of a remote one. Lower-case hex.</summary>
    public required string Digest { get; init; }

    /// <summary>Execution provider that really runs: cpu, cuda, or null for remote and computed models.</summary>
    public string? ExecutionProvider { get; init; }

    /// <summary>Weight precision, such as float32; null where unknown.</summary>
    public string? Precision { get; init; }

    /// <summary>Runtime and version, such as <c>onnxruntime 1.31.1</c>; null where there is none.</summary>
    public string? Runtime { get; init; }

    /// <summary>Whether answers may change from day to day without the digest changing (remote models): such evidence is fresh for a day only.</summary>
    public bool Remote { get; init; }
}

/// <summary>Price of a remote model.</summary>
/// <param name="PromptPerMillion">Per million prompt tokens.</param>
/// <param name="CompletionPerMillion">Per million completion tokens.</param>
/// <param name="Currency">ISO code.</param>
public sealed record ModelPrice(double PromptPerMillion, double CompletionPerMillion, string Currency = "USD");

/// <summary>What one unit's model calls used. Seconds are the unit's share of the batch it ran in.</summary>
public readonly record struct ModelUsage(long PromptTokens, long CompletionTokens, long ModelCalls, double Seconds)
{
    /// <summary>Sums component by component.</summary>
    public static ModelUsage operator +(ModelUsage a, ModelUsage b) =>
        new(a.PromptTokens + b.PromptTokens, a.CompletionTokens + b.CompletionTokens, a.ModelCalls + b.ModelCalls, a.Seconds + b.Seconds);

    /// <summary>The sum, as a method.</summary>
    public static ModelUsage Add(ModelUsage a, ModelUsage b) => a + b;
}

/// <summary>Whose fault a failure is: the input's (final) or the environment's (tried again).</summary>
public enum FailureKind
{
    /// <summary>The request itself cannot be answered, such as a prompt longer than the model; final.</summary>
    Input,

    /// <summary>Network, memory, service: no statement about the system; tried again and never scored.</summary>
    Environment,
}

/// <summary>Why a request or unit has no answer.</summary>
/// <param name="Kind">Whose fault.</param>
/// <param name="Message">One sentence. Holds no secret and no prompt text.</param>
public sealed record Failure(FailureKind Kind, string Message);
