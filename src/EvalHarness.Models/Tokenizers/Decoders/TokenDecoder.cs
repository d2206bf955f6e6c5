using System.Text;
using EvalHarness.Models.Tokenizers.PreTokenizers;
using EvalHarness.Models.Tokenizers.Vocabularies;

namespace EvalHarness.Models.Tokenizers.Decoders;

/// <summary>Turns token texts into texts that, joined, are the decoded text.</summary>
internal interface ITokenDecoder
{
    List<string> Decode(List<string> tokens);
}

/// <summary>One after the other.</summary>
internal sealed class DecoderSequence(IReadOnlyList<ITokenDecoder> parts) : ITokenDecoder
{
    public List<string> Decode(List<string> tokens) => parts.Aggregate(tokens, (current, part) => part.Decode(current));
}

/// <summary>Bytes of the byte alphabet, then UTF-8; each maximal invalid part becomes one U+FFFD.</summary>
internal sealed class ByteLevelDecoder : ITokenDecoder
{
    public List<string> Decode(List<string> tokens)
    {
        var bytes = new List<byte>();
        foreach (var token in tokens)
        {
            var before = bytes.Count;
            foreach (var c in token)
            {
                if (ByteAlphabet.Byte(c) is { } value)
                    bytes.Add(value);
                else
                {
                    // A token with any character outside the alphabet stands for its own text.
                    bytes.RemoveRange(before, bytes.Count - before);
                    bytes.AddRange(Encoding.UTF8.GetBytes(token));
                    break;
                }
            }
        }
        return [Encoding.UTF8.GetString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes))];
    }
}

/// <summary>Tokens that name one byte (<c>&lt;0x0A&gt;</c>) become text again; bytes that are no UTF-8 become one U+FFFD each.</summary>
internal sealed class ByteFallbackDecoder : ITokenDecoder
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public List<string> Decode(List<string> tokens)
    {
        var output = new List<string>(tokens.Count);
        var pending = new List<byte>();
        foreach (var token in tokens)
        {
            if (token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
                && byte.TryParse(token.AsSpan(3, 2), System.Globalization.NumberStyles.HexNumber, null, out var value))
            {
                pending.Add(value);
                continue;
            }
            Flush();
            output.Add(token);
        }
        Flush();
        return output;

        void Flush()
        {
            if (pending.Count == 0)
                return;
            try
            {
                output.Add(Strict.GetString([.. pending]));
            }
            catch (DecoderFallbackException)
            {
                output.AddRange(Enumerable.Repeat("\uFFFD", pending.Count));
            }
            pending.Clear();
        }
    }
}

/// <summary>Joins word pieces: a prefix marks a continuation, everything else gets a blank before it.</summary>
internal sealed class WordPieceDecoder(string prefix, bool cleanUp) : ITokenDecoder
{
    public List<string> Decode(List<string> tokens) => [.. tokens.Select((token, i) =>
    {
        var text = i == 0 ? token : token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : " " + token;
        return cleanUp ? TextCleanUp.Apply(text).Replace(" do not", " don't", StringComparison.Ordinal) : text;
    })];
}

/// <summary>Marks become blanks; the one that was put in front is dropped.</summary>
internal sealed class MetaspaceDecoder(char mark, PrependScheme scheme) : ITokenDecoder
{
    public List<string> Decode(List<string> tokens) => [.. tokens.Select((token, i) =>
        token.Replace(mark.ToString(), i == 0 && scheme != PrependScheme.Never ? "" : " ", StringComparison.Ordinal))];
}

/// <summary>The suffix of a word's last token becomes a blank, and nothing at the end of the text.</summary>
internal sealed class SuffixDecoder(string suffix) : ITokenDecoder
{
    public List<string> Decode(List<string> tokens) => [.. tokens.Select((token, i) =>
        suffix.Length == 0 ? token : token.Replace(suffix, i == tokens.Count - 1 ? "" : " ", StringComparison.Ordinal))];
}

/// <summary>Joins all tokens to one.</summary>
internal sealed class FuseDecoder : ITokenDecoder
{
    public List<string> Decode(List<string> tokens) => [string.Concat(tokens)];
}

/// <summary>Takes up to so many of a character from both ends of each token.</summary>
internal sealed class StripDecoder(char content, int start, int stop) : ITokenDecoder
{
    public List<string> Decode(List<string> tokens) => [.. tokens.Select(token =>
    {
        var from = 0;
        while (from < start && from < token.Length && token[from] == content)
            from++;
        var to = token.Length;
        for (var i = 0; i < stop && to > from && token[to - 1] == content; i++)
            to--;
        return token[from..to];
    })];
}

/// <summary>Writes a text in place of every match in each token.</summary>
internal sealed class ReplaceDecoder(SplitPattern pattern, string content) : ITokenDecoder
{
    public List<string> Decode(List<string> tokens) => [.. tokens.Select(token =>
    {
        var matches = new List<(int Start, int End)>();
        pattern.FindMatches(token, matches);
        for (var i = matches.Count - 1; i >= 0; i--)
            token = string.Concat(token.AsSpan(0, matches[i].Start), content, token.AsSpan(matches[i].End));
        return token;
    })];
}

/// <summary>Reads the <c>decoder</c> of a tokenizer.json.</summary>
internal static class DecoderReader
{
    public static ITokenDecoder? Read(JsonPart part) => part.IsNull ? null : part.Type switch
    {
        "Sequence" => new DecoderSequence([.. part["decoders"].Items().Select(Read).OfType<ITokenDecoder>()]),
        "ByteLevel" => new ByteLevelDecoder(),
        "ByteFallback" => new ByteFallbackDecoder(),
        "WordPiece" => new WordPieceDecoder(part.OptionalText("prefix") ?? "##", part.Flag("cleanup", true)),
        "Metaspace" => new MetaspaceDecoder(MetaspacePreTokenizer.Mark(part), MetaspacePreTokenizer.ReadScheme(part)),
        "BPEDecoder" => new SuffixDecoder(part.OptionalText("suffix") ?? "</w>"),
        "Fuse" => new FuseDecoder(),
        "Strip" => new StripDecoder(part.Text("content") is { Length: 1 } c ? c[0] : throw part["content"].Wrong("must be one character"),
            part.Number("start", 0), part.Number("stop", 0)),
        "Replace" => new ReplaceDecoder(SplitPatternReader.Read(part["pattern"]), part.Text("content")),
        var other => throw part.Unknown(other, "ByteLevel, ByteFallback, WordPiece, Metaspace, BPEDecoder, Fuse, Strip, Replace and Sequence"),
    };
}

/// <summary>Takes out the blanks that tokenisation put before punctuation and English contractions, in the reference's order.</summary>
internal static class TextCleanUp
{
    private static readonly (string From, string To)[] Replacements =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    public static string Apply(string text)
    {
        foreach (var (from, to) in Replacements)
            text = text.Replace(from, to, StringComparison.Ordinal);
        return text;
    }
}
