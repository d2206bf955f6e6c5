using System.Net.Http.Headers;

namespace EvalHarness.Models.Remote;

/// <summary>
/// Puts the secret into each attempt, below everything that might log or keep a request. Azure takes keys in a header of its own, and tokens
/// like everybody.
/// </summary>
internal sealed class AuthorizationHandler(EndpointCredential credential, EndpointOptions options, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string AzureKeyHeader = "api-key";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The client library insists on a key of its own and writes a placeholder.
        request.Headers.Authorization = null;
        request.Headers.Remove(AzureKeyHeader);
        if (await credential.GetAsync(cancellationToken).ConfigureAwait(false) is { } secret)
        {
            if (options.Address.IsAzure && options.Authentication == EndpointAuthentication.Key)
                request.Headers.TryAddWithoutValidation(AzureKeyHeader, secret);
            else
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        }
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            request.Headers.Authorization = null;
            request.Headers.Remove(AzureKeyHeader);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            credential.Dispose();
        base.Dispose(disposing);
    }
}
