using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using EvalHarness.Core.Json;
using EvalHarness.Core.Suites;

namespace EvalHarness.Models.NGram;

/// <summary>The texts an <c>ngram</c> model is estimated from.</summary>
/// <param name="Digest">A digest of all of them and their order; part of the model's digest.</param>
/// <param name="Read">Streams them; every pass yields the same texts in the same order.</param>
public sealed record TrainingTexts(string Digest, Func<CancellationToken, IAsyncEnumerable<string>> Read)
{
    // Rises when the same pool would yield other texts.
    private const int Revision = 1;

    /// <summary>
    /// The worked examples of a suite's training split or pool, query and answer as a demonstration shows them: never an evaluated item, nor a
    /// duplicate of one.
    /// </summary>
    public static TrainingTexts FromPool(ISuiteData data)
    {
        var digest = CanonicalJson.Digest(new JsonObject
        {
            ["revision"] = Revision,
            ["suite"] = data.Suite.Card.Name,
            ["split"] = data.Split,
            ["data"] = data.Digest,
        });
        return new TrainingTexts(digest, cancellationToken => DemonstrationsAsync(data, cancellationToken));
    }

    private static async IAsyncEnumerable<string> DemonstrationsAsync(ISuiteData data, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var example in await data.PoolAsync(cancellationToken).ConfigureAwait(false))
            yield return data.Suite.Format.Demonstration(example);
    }
}
