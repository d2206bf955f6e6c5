using EvalHarness.Core.Models;

namespace EvalHarness.Models.Remote;

/// <summary>
/// Makes a prompt fit a model whose tokens cannot be counted here: when the endpoint says it is too long, whole demonstrations are dropped
/// from the first on, as few as possible. Which number is the least is found by halving, so fifty demonstrations cost six refused requests.
/// </summary>
internal static class ContextFit
{
    /// <summary>Asks with the most demonstrations the endpoint takes.</summary>
    /// <returns>The answer, the prompt that was asked, and the number of demonstrations dropped.</returns>
    /// <exception cref="EndpointException">The prompt does not fit without demonstrations either, or another failure.</exception>
    public static async Task<(T Answer, Prompt Prompt, int Dropped)> AskAsync<T>(Prompt prompt, OverflowPolicy overflow, Func<Prompt, Task<T>> ask)
    {
        try
        {
            return (await ask(prompt).ConfigureAwait(false), prompt, 0);
        }
        catch (EndpointException e) when (e.ContextTooLong)
        {
            if (prompt.Demonstrations.Count == 0)
                throw TooLong(e, overflow);
        }
        // Dropping `tooFew` does not fit. Dropping `enough` fits, once something did; before that it is one more than there are.
        var (tooFew, enough) = (0, prompt.Demonstrations.Count + 1);
        (T Answer, Prompt Prompt, int Dropped)? best = null;
        EndpointException? refusal = null;
        while (enough - tooFew > 1)
        {
            var dropped = (tooFew + enough) / 2;
            var shorter = prompt with { Demonstrations = [.. prompt.Demonstrations.Skip(dropped)] };
            try
            {
                best = (await ask(shorter).ConfigureAwait(false), shorter, dropped);
                enough = dropped;
            }
            catch (EndpointException e) when (e.ContextTooLong)
            {
                refusal = e;
                tooFew = dropped;
            }
        }
        return best ?? throw TooLong(refusal!, overflow);
    }

    private static EndpointException TooLong(EndpointException refusal, OverflowPolicy overflow) => new(
        FailureKind.Input,
        refusal.Message + (overflow == OverflowPolicy.Fail ? "" : " A remote model has no tokenizer here to cut it with, so 'overflow' acts as fail."))
    {
        ContextTooLong = true,
        Status = refusal.Status,
    };
}
