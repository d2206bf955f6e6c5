using EvalHarness.Core.Models;

namespace EvalHarness.Models.Onnx.Generation;

/// <summary>One prompt to continue.</summary>
/// <param name="Id">Seeds the draws together with <paramref name="Seed"/>.</param>
/// <param name="PromptIds">The prompt's tokens (of the encoder, where there is one).</param>
/// <param name="Options">How tokens are chosen.</param>
/// <param name="Seed">The run's seed.</param>
public sealed record GenerationJob(string Id, IReadOnlyList<int> PromptIds, DecodingOptions Options, long Seed = 0);

/// <summary>Why a sequence ended.</summary>
public enum SequenceEnd
{
    /// <summary>An end token.</summary>
    EndToken,

    /// <summary>A stop string.</summary>
    StopString,

    /// <summary>The limit on new tokens, or the last position of the model.</summary>
    Length,
}

/// <summary>One generated sequence.</summary>
/// <param name="Ids">The new tokens, the end token included where one came.</param>
/// <param name="LogProbabilities">Natural log-probability of each under the model's own distribution.</param>
/// <param name="Text">The text, special tokens left out, up to the first stop string.</param>
/// <param name="End">Why it ended.</param>
/// <param name="Score">The score of a beam search, else null.</param>
public sealed record GeneratedSequence(IReadOnlyList<int> Ids, IReadOnlyList<double> LogProbabilities, string Text, SequenceEnd End, double? Score)
{
    /// <summary>As a completion of the harness.</summary>
    public Completion ToCompletion() =>
        new(Text, End == SequenceEnd.Length ? FinishReason.Length : FinishReason.Stop, Ids.Count, LogProbabilities.Sum());
}

/// <summary>The sequences of one job, and its share of the time.</summary>
public sealed record GenerationOutcome(IReadOnlyList<GeneratedSequence> Sequences, double Seconds);
