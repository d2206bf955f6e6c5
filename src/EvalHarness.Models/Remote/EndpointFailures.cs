using System.Net;
using EvalHarness.Core.Models;
using Polly.Timeout;

namespace EvalHarness.Models.Remote;

/// <summary>Says in a sentence why a request was not answered, whose fault it is, and whether the other requests would fare the same.</summary>
internal sealed class EndpointFailures(EndpointOptions options, Secrets secrets)
{
    private string Endpoint => options.Address.Shown;

    private string Attempts => options.Retries == 0 ? "" : $" after {options.Retries + 1} attempts";

    /// <summary>The failure of a final answer that is no success.</summary>
    public EndpointException Of(EndpointReply reply, byte[] request)
    {
        var status = (int)reply.Status;
        if (reply.Fault is not null)
            return new(FailureKind.Environment, $"The endpoint {Endpoint} gave no usable answer{Attempts}: {reply.Fault}") { Status = status };
        var error = ServerError.Of(reply.Body);
        switch (reply.Status)
        {
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                return EndpointException.ForAll($"The endpoint {Endpoint} refused {Credential} ({status}).", status);
            case HttpStatusCode.NotFound:
                return EndpointException.ForAll($"The endpoint {Endpoint} knows no such path or no model '{options.Model}' (404): check 'endpoint' and 'model'.{Quoted()}", status);
            case HttpStatusCode.TooManyRequests when error.IsSpentQuota:
                return EndpointException.ForAll($"The account at {Endpoint} has no quota left (429, {error.Code}).", status);
            case HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity when error.IsContextTooLong:
            case HttpStatusCode.RequestEntityTooLarge:
                return new(FailureKind.Input, $"The prompt is longer than the model '{options.Model}' takes ({status}).") { ContextTooLong = true, Status = status };
            case HttpStatusCode.BadRequest when error.IsContentFilter:
                return new(FailureKind.Input, $"The service refused the prompt for its content ({status}).") { Refused = true, Status = status };
        }
        if (reply.IsTransient && reply.RetryAfter is { } wait && wait > RetryAfter.Longest)
            return new(FailureKind.Environment, $"The endpoint {Endpoint} asks to wait {wait.TotalSeconds:0} seconds ({status}), longer than the {RetryAfter.Longest.TotalMinutes:0} minutes a request waits.") { Status = status };
        if (reply.IsTransient)
            return new(FailureKind.Environment, $"The endpoint {Endpoint} answered {status}{Attempts}.{Quoted()}") { Status = status };
        if (status is >= 300 and <= 399)
            return EndpointException.ForAll($"The endpoint {Endpoint} redirects ({status}){Target(reply.Location)}; redirects are not followed, so that keys stay where they belong. Set 'endpoint' to the final address.", status);
        // Whatever else is refused is no statement about the system: an unsupported parameter must not score as a wrong answer.
        return new(FailureKind.Environment, $"The endpoint {Endpoint} refused the request ({status}).{Quoted()}") { Status = status };

        string Quoted() => Quotation.Of(error, secrets, request);
    }

    /// <summary>The failure of a last attempt without an answer. Messages of exceptions are not repeated: they may hold what was sent.</summary>
    public EndpointException Of(Exception fault) => new(FailureKind.Environment, fault switch
    {
        TimeoutRejectedException => $"The endpoint {Endpoint} did not answer within {options.Timeout.TotalSeconds:0.###} seconds{Attempts}; 'timeoutSeconds' sets the limit.",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => $"The host of the endpoint {Endpoint} was not found{Attempts}; check 'endpoint'.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => $"No secure connection to the endpoint {Endpoint} could be made{Attempts}; check its certificate and the scheme of 'endpoint'.",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => $"The endpoint {Endpoint} cannot be reached{Attempts}; is it running?",
        _ => $"The connection to the endpoint {Endpoint} broke before the answer was complete{Attempts}.",
    });

    private string Credential => options.Authentication switch
    {
        EndpointAuthentication.Key => "the key that 'apiKeyVariable' names",
        EndpointAuthentication.Entra => "the token of Microsoft Entra ID; the identity may lack the role 'Cognitive Services OpenAI User'",
        _ => "a request without a key; name the variable that holds one in 'apiKeyVariable'",
    };

    private static string Target(Uri? location) => location is { IsAbsoluteUri: true } ? $" to the host {location.Host}" : "";
}
