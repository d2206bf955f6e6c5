using System.Buffers.Binary;
using System.Text;
using EvalHarness.Core.Models;
using EvalHarness.Models.Tokenizers.Decoders;
using EvalHarness.Models.Tokenizers.Normalizers;
using EvalHarness.Models.Tokenizers.PostProcessors;
using EvalHarness.Models.Tokenizers.PreTokenizers;
using EvalHarness.Models.Tokenizers.Vocabularies;

namespace EvalHarness.Models.Tokenizers.OlderFiles;

/// <summary>T5's spiece.model: a SentencePiece unigram model (a protocol buffer), with the sentinel tokens that T5 adds behind it.</summary>
internal static class SentencePieceFile
{
    private const int Unigram = 1;

    public static Tokenizer Read(string path, TokenizerSettings settings)
    {
        var file = Path.GetFileName(path);
        var pieces = new List<(string Token, double Score)>();
        CharsMap? map = null;
        var (kind, unknown) = (Unigram, 0);
        try
        {
            foreach (var field in ProtoFields(File.ReadAllBytes(path)))
            {
                switch (field.Number)
                {
                    case 1: pieces.Add(Piece(field.Bytes)); break;
                    case 2:
                        foreach (var inner in ProtoFields(field.Bytes))
                            (kind, unknown) = inner.Number switch { 3 => ((int)inner.Value, unknown), 40 => (kind, (int)inner.Value), _ => (kind, unknown) };
                        break;
                    case 3:
                        foreach (var inner in ProtoFields(field.Bytes))
                            if (inner.Number == 2 && inner.Bytes.Length > 0)
                                map = CharsMap.Parse(inner.Bytes.Span) ?? throw new ModelException($"{file}: the character map is cut short.");
                        break;
                }
            }
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException)
        {
            throw new ModelException($"{file} is no SentencePiece model, or is cut short.", e);
        }
        if (kind != Unigram || pieces.Count == 0)
            throw new ModelException($"{file}: only SentencePiece models of the kind unigram are known here; this one is of kind {kind} with {pieces.Count} pieces.");
        return Build(pieces, map, unknown, settings, file);
    }

    private static Tokenizer Build(List<(string Token, double Score)> pieces, CharsMap? map, int unknown, TokenizerSettings settings, string file)
    {
        settings = OlderFiles.With(settings, ("eos_token", "</s>"), ("unk_token", "<unk>"), ("pad_token", "<pad>"));
        for (var i = settings.ExtraIds - 1; i >= 0; i--)
            pieces.Add(($"<extra_id_{i}>", 0));
        var model = new UnigramModel(pieces, unknown, byteFallback: false, file);
        int Id(string token) => model.TokenToId(token) ?? throw new ModelException($"{file} lacks the special token \"{token}\".");
        var scheme = settings.Legacy ? PrependScheme.Always : PrependScheme.First;
        int[] end = [Id(settings.SpecialTokens["eos_token"])];
        var special = settings.SpecialTokens.Values.Distinct().Concat(Enumerable.Range(0, settings.ExtraIds).Select(i => $"<extra_id_{i}>"));
        INormalizer[] clean = [new StripNormalizer(false, true), new ReplaceNormalizer(new ExpressionPattern(" {2,}"), "\u2581")];
        return new Tokenizer(new TokenizerParts
        {
            Normalizer = new NormalizerSequence(map is null ? clean : [new PrecompiledNormalizer(map), .. clean]),
            PreTokenizer = new MetaspacePreTokenizer('\u2581', scheme, split: true),
            Model = model,
            PostProcessor = new TemplateProcessor([new(0, 0, null), new(0, 0, end)], [new(0, 0, null), new(0, 0, end), new(0, 1, null), new(0, 0, end)]),
            Decoder = new MetaspaceDecoder('\u2581', scheme),
            AddedTokens = [.. special.Select(t => new AddedToken(Id(t), t, Special: true))],
            Kind = "Unigram",
        }, settings);
    }

    private static (string, double) Piece(ReadOnlyMemory<byte> bytes)
    {
        var (token, score) = ("", 0.0);
        foreach (var field in ProtoFields(bytes))
        {
            if (field.Number == 1)
                token = Encoding.UTF8.GetString(field.Bytes.Span);
            else if (field.Number == 2)
                score = BitConverter.UInt32BitsToSingle((uint)field.Value);
        }
        return (token, score);
    }

    /// <summary>The fields of a message of the protocol buffers' wire format.</summary>
    private static IEnumerable<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> ProtoFields(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message.Span, ref at);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    yield return (number, Varint(message.Span, ref at), default);
                    break;
                case 1:
                    yield return (number, BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]), default);
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    yield return (number, 0, message.Slice(at, length));
                    at += length;
                    break;
                case 5:
                    yield return (number, BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..]), default);
                    at += 4;
                    break;
                default:
                    throw new ArgumentException($"wire type {key & 7} is not known");
            }
        }
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = bytes[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }
    }
}
