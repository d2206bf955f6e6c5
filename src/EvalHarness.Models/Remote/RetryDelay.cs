using System.Security.Cryptography;
using EvalHarness.Core.Randomness;

namespace EvalHarness.Models.Remote;

/// <summary>
/// The wait before an attempt: what the endpoint asks for and up to a tenth more, or 1, 2, 4 … seconds (at most 30), of which half is drawn.
/// The draws spread the requests of a batch and depend on the request and the attempt alone.
/// </summary>
internal static class RetryDelay
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The wait before attempt <paramref name="retry"/> + 1.</summary>
    public static TimeSpan Of(int retry, TimeSpan? asked, byte[] request)
    {
        var draw = new SeededRandom(retry, "retry-jitter", Convert.ToHexStringLower(SHA256.HashData(request))).NextDouble();
        if (asked is { } wait)
            return wait + wait * (draw / 10);
        var full = TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, retry)));
        return full / 2 + full / 2 * draw;
    }
}
