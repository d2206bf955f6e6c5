using Azure.Core;
using Azure.Identity;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Remote;

/// <summary>Gives the secret of each request: none, the key, or an Entra token that is renewed before it ends.</summary>
internal abstract class EndpointCredential : IDisposable
{
    /// <summary>The secret, or null where requests carry none.</summary>
    /// <exception cref="EndpointException">There is none to be had.</exception>
    public abstract ValueTask<string?> GetAsync(CancellationToken cancellationToken);

    /// <summary>Frees what it holds.</summary>
    public virtual void Dispose() { }

    /// <summary>Makes the credential of a model.</summary>
    /// <exception cref="ModelException">The environment variable is not set or holds no key.</exception>
    public static EndpointCredential Of(EndpointOptions options, ModelOpeningContext context, Secrets secrets, string model) => options.Authentication switch
    {
        EndpointAuthentication.Key => new KeyCredential(ReadKey(options.KeyVariable!, context, model), secrets),
        EndpointAuthentication.Entra => new EntraCredential(context.AzureCredential?.Invoke() ?? new DefaultAzureCredential(), options.Scope, context.Time, secrets),
        _ => new NoCredential(),
    };

    private static string ReadKey(string variable, ModelOpeningContext context, string model)
    {
        // A key put in place of the variable's name must not be printed; names by convention may.
        var shown = variable.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_') ? $"'{variable}'" : "named by 'apiKeyVariable'";
        // Keys pasted into secret stores often end in a line break.
        var key = context.EnvironmentVariable(variable)?.Trim();
        if (string.IsNullOrEmpty(key))
            throw new ModelException($"The environment variable {shown} is not set: it must hold the key of the model '{model}'.");
        if (key.Any(c => c is < '!' or > '~'))
            throw new ModelException($"The environment variable {shown} holds white space or characters outside ASCII, which no key of the model '{model}' can have.");
        return key;
    }

    private sealed class NoCredential : EndpointCredential
    {
        public override ValueTask<string?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);
    }

    private sealed class KeyCredential : EndpointCredential
    {
        private readonly string _key;

        public KeyCredential(string key, Secrets secrets)
        {
            _key = key;
            secrets.Add(key);
        }

        public override ValueTask<string?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(_key);
    }

    private sealed class EntraCredential(TokenCredential credential, string scope, TimeProvider time, Secrets secrets) : EndpointCredential
    {
        private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

        private readonly SemaphoreSlim _renewal = new(1, 1);
        private AccessToken? _token;

        public override void Dispose()
        {
            _renewal.Dispose();
            base.Dispose();
        }

        public override async ValueTask<string?> GetAsync(CancellationToken cancellationToken)
        {
            await _renewal.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (_token is not { } token || token.ExpiresOn - Margin <= time.GetUtcNow())
                {
                    token = await credential.GetTokenAsync(new TokenRequestContext([scope]), cancellationToken).ConfigureAwait(false);
                    secrets.Add(token.Token);
                    _token = token;
                }
                return token.Token;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Its text is a page of every credential that was tried; the sentence says what to do.
                throw EndpointException.ForAll("No token of Microsoft Entra ID could be had: sign in with 'az login', or give the machine a managed identity with the role 'Cognitive Services OpenAI User'.");
            }
            finally
            {
                _renewal.Release();
            }
        }
    }
}
