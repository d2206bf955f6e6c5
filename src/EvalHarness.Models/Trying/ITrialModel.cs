using System.Text.Json.Nodes;

namespace EvalHarness.Models.Trying;

/// <summary>One thing that <c>models try</c> can have a model do: a batch of lines in, an object for each out, in order.</summary>
/// <param name="Name">As the command line names it: <c>generate</c>, <c>score</c>, <c>embed</c> and so on.</param>
/// <param name="Run">Computes a batch. A line it cannot answer gets an object with <c>error</c>; it throws only for faults of the whole model.</param>
public sealed record Trial(string Name, Func<IReadOnlyList<TrialLine>, CancellationToken, Task<IReadOnlyList<JsonObject>>> Run)
{
    /// <summary>A trial that answers each line by itself.</summary>
    public static Trial EachLine(string name, Func<TrialLine, JsonObject> answer) =>
        new(name, (lines, _) => Task.FromResult<IReadOnlyList<JsonObject>>([.. lines.Select(line => Guard(line, answer))]));

    /// <summary>
    /// A trial that reads each line, computes those that could be read as one batch, and writes each result.
    /// </summary>
    public static Trial Batched<TRequest, TResult>(
        string name,
        Func<TrialLine, TRequest> read,
        Func<IReadOnlyList<TRequest>, CancellationToken, Task<IReadOnlyList<TResult>>> compute,
        Func<TRequest, TResult, JsonObject> write)
        where TRequest : class =>
        new(name, async (lines, cancellationToken) =>
        {
            var answers = new JsonObject?[lines.Count];
            var requests = new TRequest?[lines.Count];
            for (var i = 0; i < lines.Count; i++)
                answers[i] = Guard(lines[i], line =>
                {
                    requests[i] = read(line);
                    return [];
                });
            var results = await compute([.. requests.OfType<TRequest>()], cancellationToken);
            for (int i = 0, r = 0; i < lines.Count; i++)
                if (requests[i] is { } request)
                    answers[i] = write(request, results[r++]);
            return answers!;
        });

    private static JsonObject Guard(TrialLine line, Func<TrialLine, JsonObject> answer)
    {
        try
        {
            return answer(line);
        }
        catch (Core.Models.ModelException e)
        {
            return new JsonObject { ["error"] = e.Message.StartsWith("Line ", StringComparison.Ordinal) ? e.Message : $"Line {line.Number}: {e.Message}" };
        }
    }
}

/// <summary>A loaded model that <c>models try</c> can use.</summary>
public interface ITrialModel
{
    /// <summary>What it can be tried with.</summary>
    IReadOnlyList<Trial> Trials { get; }
}
