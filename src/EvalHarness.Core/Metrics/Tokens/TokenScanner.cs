using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EvalHarness.Core.Metrics.Tokens;

/// <summary>Which characters tokens are made of, for sixteen characters at a time. Characters beyond ASCII come as 128 or more.</summary>
internal interface ITokenRule
{
    /// <summary>What is kept of the characters; <paramref name="inToken"/> has all bits set where one belongs to a token.</summary>
    static abstract Vector128<byte> Apply(Vector128<byte> characters, out Vector128<byte> inToken);
}

/// <summary>
/// Finds runs of ASCII characters, 64 characters at a time: a rule gives one bit a character, and the places where neighbouring bits differ are
/// the edges of tokens. Not thread safe.
/// </summary>
internal sealed class TokenScanner
{
    private const int BlockSize = 64;

    // Sixteen bytes of ones, then sixteen zeros: a window into it keeps the first bytes of a key.
    private static readonly byte[] Masks = [.. Enumerable.Repeat((byte)0xFF, TokenKey.MaximalLength), .. new byte[TokenKey.MaximalLength]];

    // Behind the last character there is room to load a whole key.
    private byte[] _bytes = new byte[512];
    private int[] _edges = new int[512];

    /// <summary>Number of tokens of the last text.</summary>
    public int Count { get; private set; }

    /// <summary>The characters of a token, as the rule left them; those beyond ASCII are lost.</summary>
    public ReadOnlySpan<byte> Token(int index) => _bytes.AsSpan(Start(index), Length(index));

    /// <summary>Where in the text a token begins.</summary>
    public int Start(int index) => _edges[2 * index];

    public int Length(int index) => _edges[2 * index + 1] - _edges[2 * index];

    /// <summary>The key of a token of at most <see cref="TokenKey.MaximalLength"/> characters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TokenKey Key(int index)
    {
        var start = _bytes.AsSpan(Start(index), TokenKey.MaximalLength);
        // What lies behind the token is masked off. Lengths vary without a pattern, so there is no branch on them.
        var masks = Masks.AsSpan(TokenKey.MaximalLength - Length(index), TokenKey.MaximalLength);
        return new TokenKey(
            BinaryPrimitives.ReadUInt64LittleEndian(start) & BinaryPrimitives.ReadUInt64LittleEndian(masks),
            BinaryPrimitives.ReadUInt64LittleEndian(start[8..]) & BinaryPrimitives.ReadUInt64LittleEndian(masks[8..]));
    }

    /// <summary>Finds the tokens of a text.</summary>
    public void Scan<TRule>(ReadOnlySpan<char> text) where TRule : ITokenRule
    {
        if (_bytes.Length < text.Length + BlockSize + TokenKey.MaximalLength)
        {
            _bytes = new byte[2 * text.Length + BlockSize + TokenKey.MaximalLength];
            // Every character can be an edge, and the end of the text.
            _edges = new int[_bytes.Length];
        }
        var edges = 0;
        var inToken = 0UL;
        var start = 0;
        for (; start + BlockSize <= text.Length; start += BlockSize)
        {
            var bits = Classify<TRule>(text.Slice(start, BlockSize), _bytes.AsSpan(start, BlockSize));
            edges = AddEdges(bits ^ (bits << 1 | inToken), start, edges);
            inToken = bits >> (BlockSize - 1);
        }
        if (start < text.Length || inToken != 0)
        {
            // NUL is in no token, so the rest is also closed by it.
            Span<char> rest = stackalloc char[BlockSize];
            rest.Clear();
            text[start..].CopyTo(rest);
            var bits = Classify<TRule>(rest, _bytes.AsSpan(start, BlockSize));
            edges = AddEdges(bits ^ (bits << 1 | inToken), start, edges);
        }
        Count = edges / 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Classify<TRule>(ReadOnlySpan<char> text, Span<byte> bytes) where TRule : ITokenRule
    {
        var units = MemoryMarshal.Cast<char, ushort>(text);
        ulong bits = 0;
        for (var i = 0; i < BlockSize; i += Vector128<byte>.Count)
        {
            var characters = Vector128.NarrowWithSaturation(Vector128.Create(units.Slice(i, 8)), Vector128.Create(units.Slice(i + 8, 8)));
            TRule.Apply(characters, out var inToken).CopyTo(bytes.Slice(i, Vector128<byte>.Count));
            bits |= (ulong)inToken.ExtractMostSignificantBits() << i;
        }
        return bits;
    }

    private int AddEdges(ulong edgeBits, int start, int count)
    {
        var edges = _edges;
        for (; edgeBits != 0; edgeBits &= edgeBits - 1)
            edges[count++] = start + BitOperations.TrailingZeroCount(edgeBits);
        return count;
    }
}
