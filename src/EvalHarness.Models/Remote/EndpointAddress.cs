namespace EvalHarness.Models.Remote;

/// <summary>
/// Where an endpoint lies, split into what may be shown and hashed (scheme, host, port, path) and the query, which is sent but never shown:
/// people put tokens there.
/// </summary>
internal sealed record EndpointAddress
{
    private static readonly string[] CallPaths = ["/chat/completions", "/completions", "/embeddings"];
    private static readonly string[] SecretNames = ["key", "token", "sig", "signature", "secret", "password", "code", "auth"];

    private EndpointAddress(Uri uri)
    {
        Base = new Uri(uri.GetLeftPart(UriPartial.Path).TrimEnd('/'));
        Query = uri.Query.TrimStart('?');
    }

    /// <summary>Without query, fragment and final slash.</summary>
    public Uri Base { get; }

    /// <summary>The query without its question mark; empty where there is none.</summary>
    public string Query { get; }

    /// <summary>As messages and digests name it.</summary>
    public string Shown => Base.AbsoluteUri.TrimEnd('/');

    /// <summary>Whether it is one of Azure's hosts, which want another key header and the newer name of the token limit.</summary>
    public bool IsAzure => Base.Host.EndsWith(".azure.com", StringComparison.OrdinalIgnoreCase) || Base.Host.EndsWith(".azure-api.net", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether what is sent can be read on the way.</summary>
    public bool IsReadableOnTheWay => Base.Scheme == Uri.UriSchemeHttp && !Base.IsLoopback;

    /// <summary>Reads an address that <see cref="Problem"/> accepts.</summary>
    public static EndpointAddress Of(string text) => new(new Uri(text, UriKind.Absolute));

    /// <summary>What is wrong with an address, or null. The message never repeats user info or query.</summary>
    public static string? Problem(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.Host.Length == 0)
            return "'endpoint' must be an absolute http or https address such as https://api.openai.com/v1 or http://localhost:8000/v1.";
        if (uri.UserInfo.Length > 0)
            return "'endpoint' holds user info before its host: credentials never stand in a manifest. Name the environment variable that holds the key in 'apiKeyVariable'.";
        if (uri.Query.TrimStart('?').Split('&').Select(pair => Uri.UnescapeDataString(pair.Split('=')[0])).FirstOrDefault(IsSecretName) is { } name)
            return $"'endpoint' has the query parameter '{name}', which looks like a credential: credentials never stand in a manifest. Name the environment variable that holds the key in 'apiKeyVariable'.";
        if (CallPaths.FirstOrDefault(path => uri.AbsolutePath.TrimEnd('/').EndsWith(path, StringComparison.Ordinal)) is { } call)
            return $"'endpoint' ends in {call}, which is added to every call; give the address before it, mostly ending in /v1.";
        return null;
    }

    /// <summary>The address of one call: the path below the endpoint, with the endpoint's query.</summary>
    public Uri Call(string path) => new($"{Shown}/{path}{(Query.Length > 0 ? "?" + Query : "")}");

    private static bool IsSecretName(string name) =>
        name.Split('-', '_', '.').Any(word => SecretNames.Contains(word, StringComparer.OrdinalIgnoreCase)) || name.EndsWith("key", StringComparison.OrdinalIgnoreCase);
}
