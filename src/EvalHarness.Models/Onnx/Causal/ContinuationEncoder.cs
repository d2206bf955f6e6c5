using EvalHarness.Core.Models;
using EvalHarness.Core.Text;
using EvalHarness.Models.Onnx.Folders;

namespace EvalHarness.Models.Onnx.Causal;

/// <summary>A context and its continuations as tokens, made to fit.</summary>
internal sealed record EncodedContinuations(int[] Context, IReadOnlyList<int[]> Continuations, int DroppedDemonstrations, int TruncatedTokens, string? Problem = null);

/// <summary>
/// Splits context and continuation as lm-evaluation-harness does: white space at the end of the context moves to the continuation, both are
/// encoded together, and what follows the context's own tokens is the continuation. An empty context is the begin-of-text token.
/// </summary>
internal sealed class ContinuationEncoder(PromptEncoder prompts, ModelConfiguration configuration)
{
    /// <summary>The tokens of a request.</summary>
    public EncodedContinuations Encode(LikelihoodRequest request)
    {
        if (request.Continuations.Count == 0)
            return Failed("The request has no continuation.");
        try
        {
            // The longest continuation decides how much of the context fits; its last token is not fed.
            List<int[]> continuations = [];
            var fitted = prompts.Fit(request.Context, () => (configuration.MaxPositions ?? int.MaxValue) - continuations.Max(c => c.Length) + 1, request.Overflow, prompt =>
            {
                (var context, continuations) = Split(prompts.Text(prompt, request.ChatTemplate, request.SystemMessage), request.Continuations, request.ChatTemplate);
                return context;
            });
            if (fitted.Problem is { } problem)
                return Failed(problem) with { DroppedDemonstrations = fitted.DroppedDemonstrations };
            var empty = continuations.FindIndex(c => c.Length == 0);
            return empty >= 0
                ? Failed($"Continuation {empty + 1} has no token of its own behind its context.")
                : new EncodedContinuations(fitted.Ids, continuations, fitted.DroppedDemonstrations, fitted.TruncatedTokens);
        }
        catch (ModelException e)
        {
            return Failed(e.Message);
        }
    }

    /// <summary>The split of one context text.</summary>
    public (int[] Context, List<int[]> Continuations) Split(string context, IReadOnlyList<string> continuations, bool rendered)
    {
        if (context.Length == 0)
            return (OrBegin([]), [.. continuations.Select(c => prompts.Encode(c, rendered: false, addSpecialTokens: false))]);
        var stripped = PythonText.RightStripSpan(context).ToString();
        var moved = context[stripped.Length..];
        var contextIds = prompts.Encode(stripped, rendered);
        var own = contextIds.Length;
        return (OrBegin(contextIds), [.. continuations.Select(c => prompts.Encode(stripped + moved + c, rendered) is var whole && whole.Length > own ? whole[own..] : [])]);
    }

    /// <summary>The tokens, or the begin-of-text token where there are none.</summary>
    public int[] OrBegin(int[] ids)
    {
        if (ids.Length > 0)
            return ids;
        var begin = configuration.BeginToken ?? (configuration.EndTokens.Count > 0 ? configuration.EndTokens[0] : null as int?);
        return begin is { } token ? [token] : throw new ModelException("The prompt has no tokens, and the model has no begin-of-text token to start from.");
    }

    private static EncodedContinuations Failed(string problem) => new([], [], 0, 0, problem);
}
