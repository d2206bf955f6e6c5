using System.Net;

namespace EvalHarness.Models.Remote;

/// <summary>What one attempt brought.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The body, of error answers its first part.</param>
/// <param name="ContentType">Media type, or null.</param>
internal sealed record EndpointReply(HttpStatusCode Status, byte[] Body, string? ContentType)
{
    /// <summary>How long the endpoint asks to wait, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Why a successful answer cannot be used, or null.</summary>
    public string? Fault { get; init; }

    /// <summary>Where a redirect points.</summary>
    public Uri? Location { get; init; }

    public bool IsSuccess => (int)Status is >= 200 and <= 299 && Fault is null;

    /// <summary>Whether another attempt may fare better.</summary>
    public bool IsTransient => Fault is not null
        || Status == HttpStatusCode.RequestTimeout
        || (int)Status >= 500
        || (Status == HttpStatusCode.TooManyRequests && !ServerError.Of(Body).IsSpentQuota);
}
