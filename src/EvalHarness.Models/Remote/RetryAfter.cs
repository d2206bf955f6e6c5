using System.Globalization;
using System.Net.Http.Headers;

namespace EvalHarness.Models.Remote;

/// <summary>How long an answer asks to wait: <c>retry-after-ms</c> (OpenAI, Azure), else <c>Retry-After</c> in seconds or as an HTTP date (RFC 9110, 10.2.3).</summary>
internal static class RetryAfter
{
    /// <summary>Longer waits end the request: a shard must not sleep for hours.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>The wait, never negative; null where none is asked for or it cannot be read.</summary>
    public static TimeSpan? Of(HttpResponseHeaders headers, TimeProvider time)
    {
        if (headers.TryGetValues("retry-after-ms", out var values)
            && double.TryParse(values.First(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= TimeSpan.MaxValue.TotalMilliseconds / 2)
            return TimeSpan.FromMilliseconds(milliseconds);
        var wait = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
