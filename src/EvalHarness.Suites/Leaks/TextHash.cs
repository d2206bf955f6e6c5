using EvalHarness.Core.Suites;

namespace EvalHarness.Suites.Leaks;

/// <summary>
/// 64-bit hashes of texts and word sequences, the same on every machine. With a million texts on either side a chance collision has a
/// probability of about one in ten million.
/// </summary>
internal static class TextHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;
    private const ulong Base = 0x9E3779B97F4A7C15;

    /// <summary>A text, whatever its case, its runs of white space and the white space at its ends.</summary>
    public static ulong OfText(string text)
    {
        var hash = Offset;
        var gap = false;
        var begun = false;
        foreach (var c in text)
        {
            if (c <= ' ' || (c >= 0x80 && char.IsWhiteSpace(c)))
            {
                gap = begun;
                continue;
            }
            if (gap)
                hash = (hash ^ ' ') * Prime;
            hash = (hash ^ Lower(c)) * Prime;
            gap = false;
            begun = true;
        }
        return Mix(hash);
    }

    /// <summary>An id, sign by sign.</summary>
    public static ulong OfId(string id)
    {
        var hash = Offset;
        foreach (var c in id)
            hash = (hash ^ c) * Prime;
        return Mix(hash);
    }

    /// <summary>
    /// What makes an example the same as another: its query, and the image or sound that belongs to it. Null where there is nothing to compare
    /// (bare transcripts).
    /// </summary>
    public static ulong? OfQuery(ExampleInput input) => input switch
    {
        { ImageId: null, AudioPath: null } => input.Query.Length == 0 ? null : OfText(input.Query),
        _ => OfText($"{input.Query}\n{input.ImageId}\n{input.AudioPath}"),
    };

    /// <summary>Every run of <paramref name="length"/> words of a text: lower-cased runs of letters and digits.</summary>
    public static IEnumerable<ulong> OfWordRuns(string text, int length)
    {
        var window = new Queue<ulong>(length);
        var leaving = Power(length);
        var sum = 0UL;
        foreach (var word in Words(text))
        {
            sum = (sum * Base) + word;
            window.Enqueue(word);
            if (window.Count > length)
                sum -= window.Dequeue() * leaving;
            if (window.Count == length)
                yield return Mix(sum);
        }
    }

    private static IEnumerable<ulong> Words(string text)
    {
        var hash = Offset;
        var inside = false;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c))
            {
                hash = (hash ^ Lower(c)) * Prime;
                inside = true;
                continue;
            }
            if (inside)
                yield return Mix(hash);
            hash = Offset;
            inside = false;
        }
        if (inside)
            yield return Mix(hash);
    }

    private static char Lower(char c) => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c < 0x80 ? c : char.ToLowerInvariant(c);

    private static ulong Power(int exponent)
    {
        var power = 1UL;
        for (var i = 0; i < exponent; i++)
            power *= Base;
        return power;
    }

    // The finaliser of SplitMix64: spreads the low quality of the product sums over all bits.
    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }
}
