using System.Collections.Immutable;

namespace EvalHarness.Models.Remote;

/// <summary>
/// The keys and tokens a model has used. Text from an endpoint passes through here before it goes anywhere: a server may send back what it
/// was sent.
/// </summary>
internal sealed class Secrets
{
    private const string Withheld = "[withheld]";

    // A run of this many characters gives a piece of a key away; shorter runs occur by chance.
    private const int TellingRun = 8;

    // Tokens are renewed; those of the last hours can still be echoed.
    private const int Kept = 16;

    private ImmutableArray<string> _known = [];

    /// <summary>Remembers a secret.</summary>
    public void Add(string secret) => ImmutableInterlocked.Update(
        ref _known, static (known, added) => known.Contains(added) ? known : [.. known.TakeLast(Kept - 1), added], secret);

    /// <summary>The text with every whole secret replaced.</summary>
    public string Remove(string text)
    {
        foreach (var secret in _known)
            if (secret.Length > 0 && text.Contains(secret, StringComparison.Ordinal))
                text = text.Replace(secret, Withheld, StringComparison.Ordinal);
        return text;
    }

    /// <summary>Whether the text holds a secret or a telling piece of one, in any case.</summary>
    public bool IsIn(string text) => _known.Any(secret => Overlap.Exists(text, secret, TellingRun));
}

/// <summary>Whether two texts share a run of characters.</summary>
internal static class Overlap
{
    /// <summary>Whether a run of the given length, or the whole of <paramref name="other"/> where that is shorter, stands in both. Ignores case.</summary>
    public static bool Exists(string text, string other, int run)
    {
        if (text.Length == 0 || other.Length == 0)
            return false;
        if (other.Length <= run)
            return text.Contains(other, StringComparison.OrdinalIgnoreCase);
        // Quadratic, on messages of at most a few hundred characters and only when a request fails.
        for (var start = 0; start + run <= text.Length; start++)
            if (other.AsSpan().Contains(text.AsSpan(start, run), StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
