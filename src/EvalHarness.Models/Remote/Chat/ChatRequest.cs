using EvalHarness.Core.Models;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace EvalHarness.Models.Remote.Chat;

/// <summary>Generation settings as a chat request.</summary>
internal static class ChatRequest
{
    // OpenAI's limit; texts are cut at all stop strings here in any case.
    private const int MostStops = 4;

    /// <summary>The options of one sample. A greedy request has temperature 0 and no seed, so that it does not depend on the run's.</summary>
    public static ChatOptions Of(EndpointOptions endpoint, GenerationRequest request, int sample)
    {
        var settings = request.Settings;
        var draws = settings.DrawsAtRandom;
        var stops = settings.Stop.Where(stop => stop.Length > 0).Distinct().Take(MostStops).ToList();
        return new ChatOptions
        {
            Temperature = endpoint.Omit.Contains("temperature") ? null : (float)settings.Temperature,
            TopP = draws && settings.TopP is { } topP && !endpoint.Omit.Contains("top_p") ? (float)topP : null,
            Seed = draws && !endpoint.Omit.Contains("seed") ? RemoteGeneration.SampleSeed(request, sample) : null,
            StopSequences = stops.Count > 0 && !endpoint.Omit.Contains("stop") ? stops : null,
            RawRepresentationFactory = _ => Raw(endpoint, settings),
        };
    }

    private static ChatCompletionOptions Raw(EndpointOptions endpoint, GenerationSettings settings)
    {
        var raw = new ChatCompletionOptions();
        if (endpoint.LogProbabilities)
            raw.IncludeLogProbabilities = true;
        // The typed option is always spelled max_completion_tokens, and top_k is no OpenAI parameter: both are patched into the JSON. The
        // patch is marked experimental; the package's version is pinned, and a test looks at what is sent.
#pragma warning disable SCME0001
        raw.Patch.Set(endpoint.MaxTokensParameter == "max_tokens" ? "$.max_tokens"u8 : "$.max_completion_tokens"u8, settings.MaxNewTokens);
        if (settings.DrawsAtRandom && settings.TopK is { } topK)
            raw.Patch.Set("$.top_k"u8, topK);
#pragma warning restore SCME0001
        return raw;
    }
}
