using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace EvalHarness.Models.Tokenizers.Normalizers;

/// <summary>
/// SentencePiece's compiled character map: a double-array trie over UTF-8 (as Darts-clone writes it) whose values point into a block of
/// zero-terminated replacements.
/// </summary>
internal sealed class CharsMap
{
    private readonly uint[] _trie;
    private readonly byte[] _replacements;

    private CharsMap(uint[] trie, byte[] replacements)
    {
        _trie = trie;
        _replacements = replacements;
    }

    public static CharsMap Read(JsonPart part)
    {
        try
        {
            return Parse(Convert.FromBase64String(part.AsText())) ?? throw part.Wrong("is cut short");
        }
        catch (FormatException e)
        {
            throw new Core.Models.ModelException($"{part.File}: \"{part.Path}\" is not base64: {e.Message}", e);
        }
    }

    /// <summary>The map in its binary form: length of the trie in bytes, the trie, the replacements. Null if it is cut short.</summary>
    public static CharsMap? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) is var size && (size % 4 != 0 || size > bytes.Length - 4))
            return null;
        var trie = new uint[size / 4];
        for (var i = 0; i < trie.Length; i++)
            trie[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 + 4 * i)..]);
        return new CharsMap(trie, bytes[(4 + (int)size)..].ToArray());
    }

    /// <summary>
    /// The replacement of the shortest key that the text begins with, or null. That it is the shortest, not the longest, is how the reference
    /// behaves.
    /// </summary>
    public string? Transform(ReadOnlySpan<byte> text)
    {
        if (_trie.Length == 0)
            return null;
        uint node = 0;
        var unit = _trie[0];
        node ^= Offset(unit);
        foreach (var b in text)
        {
            if (b == 0)
                return null;
            node ^= b;
            if (node >= _trie.Length)
                return null;
            unit = _trie[node];
            if ((unit & 0x800000FF) != b)
                return null;
            node ^= Offset(unit);
            if ((unit >> 8 & 1) == 1 && node < _trie.Length)
            {
                var start = (int)(_trie[node] & 0x7FFFFFFF);
                if (start > _replacements.Length)
                    return null;
                var rest = _replacements.AsSpan(start);
                var end = rest.IndexOf((byte)0);
                return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
            }
        }
        return null;
    }

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & 1 << 9) >> 6);
}

/// <summary>Applies a compiled character map to short grapheme clusters and else to single characters.</summary>
internal sealed class PrecompiledNormalizer(CharsMap map) : INormalizer
{
    // ASCII from blank to tilde maps to itself in every published map; the others are looked up.
    private readonly bool _plainAscii = Enumerable.Range(' ', '~' - ' ' + 1).All(c => map.Transform([(byte)c]) is null or { Length: 1 });

    public Piece Normalize(Piece piece)
    {
        var text = piece.Span;
        if (_plainAscii && text.IndexOfAnyExceptInRange(' ', '~') < 0)
            return piece;
        Span<byte> bytes = stackalloc byte[64];
        var changes = new List<(Rune Character, int Change)>(text.Length);
        var modified = false;
        for (int i = 0, length; i < text.Length; i += length)
        {
            length = StringInfo.GetNextTextElementLength(text[i..]);
            var element = text.Slice(i, length);
            if (length <= 5 && Encoding.UTF8.GetByteCount(element) is var count and < 6)
            {
                Encoding.UTF8.GetBytes(element, bytes);
                if (map.Transform(bytes[..count]) is { } whole)
                {
                    modified = true;
                    Write(changes, element, whole);
                    continue;
                }
            }
            foreach (var rune in element.EnumerateRunes())
            {
                var size = rune.EncodeToUtf8(bytes);
                if (map.Transform(bytes[..size]) is { } replacement)
                {
                    modified = true;
                    Write(changes, rune.ToString(), replacement);
                }
                else
                    changes.Add((rune, 0));
            }
        }
        return modified ? Apply(piece, changes) : piece;
    }

    // Extra characters count as inserted; missing ones are swallowed by the last character written, whichever that is.
    private static void Write(List<(Rune Character, int Change)> changes, ReadOnlySpan<char> old, string replacement)
    {
        var before = 0;
        foreach (var _ in old.EnumerateRunes())
            before++;
        var after = 0;
        foreach (var rune in replacement.EnumerateRunes())
        {
            changes.Add((rune, after < before ? 0 : 1));
            after++;
        }
        if (after < before && changes.Count > 0)
            changes[^1] = (changes[^1].Character, changes[^1].Change + after - before);
    }

    private static Piece Apply(Piece piece, List<(Rune Character, int Change)> changes)
    {
        var rewriter = new TextRewriter(piece);
        foreach (var (character, change) in changes)
        {
            if (change > 0)
                rewriter.Insert(character);
            else
                rewriter.Replace(character, -change);
        }
        return rewriter.Build();
    }
}
