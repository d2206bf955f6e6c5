using System.Text.Json.Nodes;
using EvalHarness.Core.Json;
using EvalHarness.Core.Models;

namespace EvalHarness.Core.Evidence;

/// <summary>Requests and generation settings as canonical JSON: one spelling for request digests, spec keys and stored texts.</summary>
public static class RequestParameters
{
    /// <summary>Settings as an object; only what differs from the defaults is named, so that a new setting changes no old key.</summary>
    public static JsonObject ToJson(GenerationSettings settings)
    {
        var json = new JsonObject { ["maxNewTokens"] = settings.MaxNewTokens };
        if (settings.Stop.Count > 0) json["stop"] = new JsonArray([.. settings.Stop.Select(stop => JsonValue.Create(stop))]);
        if (settings.Temperature > 0) json["temperature"] = settings.Temperature;
        if (settings.TopK is { } topK) json["topK"] = topK;
        if (settings.TopP is { } topP) json["topP"] = topP;
        if (settings.Samples > 1) json["samples"] = settings.Samples;
        if (settings.Beams > 1) json["beams"] = settings.Beams;
        if (settings.ChatTemplate) json["chatTemplate"] = true;
        if (settings.SystemMessage is not null) json["systemMessage"] = settings.SystemMessage;
        if (settings.Overflow != OverflowPolicy.Fail) json["overflow"] = settings.Overflow.ToString();
        return json;
    }

    /// <summary>Settings and seed of a generation request.</summary>
    public static string Of(GenerationSettings settings, long? seed)
    {
        var json = ToJson(settings);
        if (seed is { } drawn) json["seed"] = drawn;
        return CanonicalJson.Text(json);
    }

    /// <summary>Continuations and settings of a likelihood request.</summary>
    public static string Of(LikelihoodRequest request)
    {
        var json = new JsonObject { ["continuations"] = new JsonArray([.. request.Continuations.Select(text => JsonValue.Create(text))]) };
        if (request.ChatTemplate) json["chatTemplate"] = true;
        if (request.SystemMessage is not null) json["systemMessage"] = request.SystemMessage;
        if (request.Overflow != OverflowPolicy.Fail) json["overflow"] = request.Overflow.ToString();
        return CanonicalJson.Text(json);
    }
}
