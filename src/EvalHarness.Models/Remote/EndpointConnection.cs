using EvalHarness.Core.Models;

namespace EvalHarness.Models.Remote;

/// <summary>What a loaded remote model holds: its HTTP client with retries and authorisation, its limit of requests in flight, and the secrets it must not repeat.</summary>
internal sealed class EndpointConnection : IDisposable
{
    private EndpointConnection(HttpClient http, EndpointOptions options, RequestGate gate, Secrets secrets, Notices notices, TimeProvider time)
    {
        Http = http;
        Options = options;
        Gate = gate;
        Secrets = secrets;
        Notices = notices;
        Time = time;
    }

    public HttpClient Http { get; }

    public EndpointOptions Options { get; }

    public RequestGate Gate { get; }

    public Secrets Secrets { get; }

    public Notices Notices { get; }

    public TimeProvider Time { get; }

    /// <summary>Opens a connection; nothing is sent yet.</summary>
    /// <exception cref="ModelException">The key's environment variable is not set or holds no key.</exception>
    public static EndpointConnection Open(string model, EndpointOptions options, ModelOpeningContext context, ReplyReader read)
    {
        var secrets = new Secrets();
        var notices = new Notices(context.Notice);
        var credential = EndpointCredential.Of(options, context, secrets, model);
        if (options.Authentication != EndpointAuthentication.None && options.Address.IsReadableOnTheWay)
            notices.Once($"The model '{model}' sends its credential to {options.Address.Shown} without encryption; use https where the network is not yours.");
        var innermost = context.HttpHandler?.Invoke() ?? new SocketsHttpHandler
        {
            // A redirect could carry a key to another host, cookies one answer's state into the next request.
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(30),
        };
        var handler = new EndpointHandler(options, read, secrets, context.Time, new AuthorizationHandler(credential, options, innermost));
        // The attempts have a limit of their own, on the injected clock.
        return new EndpointConnection(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }, options, new RequestGate(options.Concurrency), secrets, notices, context.Time);
    }

    public void Dispose()
    {
        Http.Dispose();
        Gate.Dispose();
    }
}
