using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EvalHarness.Models.Remote;

/// <summary>How requests prove who sends them.</summary>
internal enum EndpointAuthentication
{
    /// <summary>Not at all: a server of one's own.</summary>
    None,

    /// <summary>A key from an environment variable.</summary>
    Key,

    /// <summary>A token of Microsoft Entra ID.</summary>
    Entra,
}

/// <summary>The options <c>chat</c> and <c>completions</c> share, in the form the code uses.</summary>
internal sealed partial record EndpointOptions
{
    /// <summary>The scope of Entra tokens for Azure OpenAI.</summary>
    private const string AzureScope = "https://cognitiveservices.azure.com/.default";

    public required EndpointAddress Address { get; init; }

    public required string Model { get; init; }

    public required EndpointAuthentication Authentication { get; init; }

    public string? KeyVariable { get; init; }

    public required string Scope { get; init; }

    public required int Concurrency { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required int Retries { get; init; }

    public required string MaxTokensParameter { get; init; }

    public required bool LogProbabilities { get; init; }

    public required IReadOnlySet<string> Omit { get; init; }

    /// <summary>The shared options of a provider's card.</summary>
    public static IReadOnlyList<ModelOption> Options(bool logProbabilities) =>
    [
        new("endpoint", ModelOptionType.Text, "Address before /chat/completions or /completions, mostly ending in /v1: https://api.openai.com/v1, http://localhost:8000/v1 (vLLM), http://localhost:11434/v1 (Ollama), https://NAME.openai.azure.com/openai/v1.") { Required = true },
        new("model", ModelOptionType.Text, "The model (Azure: the deployment) as the endpoint calls it.") { Required = true },
        new("apiKeyVariable", ModelOptionType.Text, "Name of the environment variable that holds the key.") { Sensitive = true },
        new("auth", ModelOptionType.Text, "none, key, or entra (Microsoft Entra ID through the default credential chain); default: key where apiKeyVariable is given, else none.") { Allowed = ["none", "key", "entra"] },
        new("scope", ModelOptionType.Text, "Token scope of entra.") { Default = AzureScope },
        new("concurrency", ModelOptionType.Integer, "Requests in flight at a time.") { Default = 4, Minimum = 1, Maximum = 1024 },
        new("timeoutSeconds", ModelOptionType.Number, "Longest wait for one answer, each attempt anew.") { Default = 120, Minimum = 0.1, Maximum = 3600 },
        new("retries", ModelOptionType.Integer, "Further attempts after 408, 429, 5xx, a network error or an answer that is cut off.") { Default = 5, Minimum = 0, Maximum = 20 },
        new("maxTokensParameter", ModelOptionType.Text, "Name of the token limit in requests; default: max_completion_tokens for chat at OpenAI and Azure, else max_tokens.") { Allowed = ["max_tokens", "max_completion_tokens"] },
        new("logProbabilities", ModelOptionType.Boolean, "Ask for the log-probabilities of generated tokens.") { Default = logProbabilities },
        new("omit", ModelOptionType.TextList, "Parameters the endpoint refuses and that are left out: temperature, top_p, seed, stop (texts are cut here instead).") { Allowed = ["temperature", "top_p", "seed", "stop"] },
        new("price", ModelOptionType.Price, "Price per million tokens."),
    ];

    /// <summary>Reads checked options.</summary>
    public static EndpointOptions Of(ModelOptions options, bool chat)
    {
        var address = EndpointAddress.Of(options.RequiredText("endpoint"));
        var newName = chat && (address.IsAzure || address.Base.Host.Equals("api.openai.com", StringComparison.OrdinalIgnoreCase));
        var variable = options.Text("apiKeyVariable");
        return new EndpointOptions
        {
            Address = address,
            Model = options.RequiredText("model"),
            Authentication = options.Text("auth") switch
            {
                "entra" => EndpointAuthentication.Entra,
                "none" => EndpointAuthentication.None,
                _ => variable is null ? EndpointAuthentication.None : EndpointAuthentication.Key,
            },
            KeyVariable = variable,
            Scope = options.RequiredText("scope"),
            Concurrency = options.Integer("concurrency")!.Value,
            Timeout = TimeSpan.FromSeconds(options.Number("timeoutSeconds")!.Value),
            Retries = options.Integer("retries")!.Value,
            MaxTokensParameter = options.Text("maxTokensParameter") ?? (newName ? "max_completion_tokens" : "max_tokens"),
            LogProbabilities = options.Boolean("logProbabilities"),
            Omit = options.TextList("omit").ToHashSet(),
        };
    }

    /// <summary>Rules on the content of the options.</summary>
    public static IEnumerable<OptionProblem> Problems(ModelOptions options)
    {
        if (EndpointAddress.Problem(options.RequiredText("endpoint")) is { } problem)
            yield return new OptionProblem("endpoint", problem);
        if (string.IsNullOrWhiteSpace(options.RequiredText("model")))
            yield return new OptionProblem("model", "'model' is empty; name the model as the endpoint calls it.");
        var variable = options.Text("apiKeyVariable");
        if (variable is not null && !VariableName().IsMatch(variable))
            yield return new OptionProblem("apiKeyVariable",
                "'apiKeyVariable' must be the name of an environment variable, such as OPENAI_API_KEY: letters, digits and underscores. (Its value is not repeated here, in case it is a key.)");
        if (options.Text("auth") == "key" && variable is null)
            yield return new OptionProblem("auth", "'auth' is key, but 'apiKeyVariable' does not say which environment variable holds the key.");
        if (options.Text("auth") is "none" or "entra" && variable is not null)
            yield return new OptionProblem("apiKeyVariable", $"'apiKeyVariable' has no effect with \"auth\": \"{options.Text("auth")}\"; remove one of them.");
    }

    /// <summary>What shapes answers, for the model's digest. Keys, timeouts and concurrency do not.</summary>
    public JsonObject Shape(string provider, int revision)
    {
        var shape = new JsonObject
        {
            ["provider"] = provider,
            ["revision"] = revision,
            ["endpoint"] = Address.Shown,
            ["model"] = Model,
            ["logProbabilities"] = LogProbabilities,
        };
        if (Omit.Count > 0)
            shape["omit"] = new JsonArray([.. Omit.Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]);
        return shape;
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,63}$")]
    private static partial Regex VariableName();
}
