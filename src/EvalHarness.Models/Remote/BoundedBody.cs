namespace EvalHarness.Models.Remote;

/// <summary>Reads a body without trusting its length.</summary>
internal static class BoundedBody
{
    /// <summary>The most that is read of an answer: far above echoed log-probabilities of a long prompt, far below memory.</summary>
    public const int Longest = 32 << 20;

    /// <summary>The most that is read of an error.</summary>
    public const int LongestError = 64 << 10;

    /// <summary>The first bytes of a body, at most <paramref name="limit"/>, and whether there are more.</summary>
    public static async Task<(byte[] Body, bool More)> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var body = new MemoryStream();
            var buffer = new byte[16 << 10];
            while (true)
            {
                var read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    return (body.ToArray(), false);
                var kept = (int)Math.Min(read, limit - body.Length);
                body.Write(buffer, 0, kept);
                if (kept < read)
                    return (body.ToArray(), true);
            }
        }
    }
}
