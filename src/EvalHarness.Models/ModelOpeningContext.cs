using Azure.Core;
using EvalHarness.Models.NGram;

namespace EvalHarness.Models;

/// <summary>What a provider may use besides its options. The defaults are those of a run; tests replace them.</summary>
public sealed record ModelOpeningContext
{
    /// <summary>Where providers may keep what is costly to make again (optimised graphs, downloads), or null: nowhere.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>The clock of timeouts, retries, latencies and durations.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Makes the innermost HTTP handler, or null for a socket. The model that asks for it disposes it.</summary>
    public Func<HttpMessageHandler>? HttpHandler { get; init; }

    /// <summary>Reads an environment variable; null where it is not set.</summary>
    public Func<string, string?> EnvironmentVariable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Makes the credential of <c>auth: entra</c>, or null for the default chain of Azure.Identity.</summary>
    public Func<TokenCredential>? AzureCredential { get; init; }

    /// <summary>The training texts of the suite the model is used on; <c>ngram</c> needs them, so such a model is opened once for each suite.</summary>
    public TrainingTexts? Training { get; init; }

    /// <summary>Takes sentences the user should see once, such as "the endpoint reports no token usage". Called from any thread; they hold no secret.</summary>
    public Action<string> Notice { get; init; } = static _ => { };
}
