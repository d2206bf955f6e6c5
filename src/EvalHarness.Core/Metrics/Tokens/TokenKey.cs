using System.Runtime.CompilerServices;

namespace EvalHarness.Core.Metrics.Tokens;

/// <summary>A token of at most 16 ASCII characters other than NUL, one a byte from the lowest on; no token at all where both parts are 0.</summary>
/// <param name="Low">The first eight characters.</param>
/// <param name="High">The others.</param>
internal readonly record struct TokenKey(ulong Low, ulong High) : ITableKey<TokenKey>
{
    /// <summary>The most characters a key holds.</summary>
    public const int MaximalLength = 16;

    /// <summary>Whether it holds no character.</summary>
    public bool IsEmpty => Low == 0;

    /// <summary>Whether all its bytes are ASCII; false for what was scanned of a token with other characters.</summary>
    public bool IsAscii => ((Low | High) & 0x8080808080808080UL) == 0;

    /// <inheritdoc/>
    public ulong Hash => (Low ^ (High * 0xC2B2AE3D27D4EB4FUL)) * 0x9E3779B97F4A7C15UL;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equals(TokenKey other) => Low == other.Low && High == other.High;

    /// <inheritdoc/>
    public override int GetHashCode() => (int)(Hash >> 32);

    /// <summary>Packs a token; false where it is too long or not ASCII.</summary>
    public static bool TryPack(ReadOnlySpan<char> token, out TokenKey key)
    {
        key = default;
        if (token.Length > MaximalLength)
            return false;
        ulong low = 0, high = 0;
        for (var i = 0; i < token.Length; i++)
        {
            if (token[i] - 1u >= 127)
                return false;
            if (i < 8)
                low |= (ulong)token[i] << (8 * i);
            else
                high |= (ulong)token[i] << (8 * (i - 8));
        }
        key = new TokenKey(low, high);
        return true;
    }

    /// <summary>Writes the token and returns its length.</summary>
    public int Unpack(Span<char> token)
    {
        var length = 0;
        for (var rest = Low; rest != 0; rest >>= 8)
            token[length++] = (char)(rest & 0x7F);
        for (var rest = High; rest != 0; rest >>= 8)
            token[length++] = (char)(rest & 0x7F);
        return length;
    }
}

/// <summary>Two ids as one key: an n-gram as the id of its beginning and that of its last token.</summary>
internal readonly record struct PairKey(int First, int Second) : ITableKey<PairKey>
{
    public ulong Hash => ((ulong)(uint)First << 32 | (uint)Second) * 0x9E3779B97F4A7C15UL;
}
