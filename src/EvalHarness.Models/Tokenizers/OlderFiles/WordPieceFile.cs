using EvalHarness.Core.Models;
using EvalHarness.Models.Tokenizers.Decoders;
using EvalHarness.Models.Tokenizers.Normalizers;
using EvalHarness.Models.Tokenizers.PostProcessors;
using EvalHarness.Models.Tokenizers.PreTokenizers;
using EvalHarness.Models.Tokenizers.Vocabularies;

namespace EvalHarness.Models.Tokenizers.OlderFiles;

/// <summary>BERT's vocab.txt: a token a line, the line number is the id.</summary>
internal static class WordPieceFile
{
    public static Tokenizer Read(string path, TokenizerSettings settings)
    {
        var table = new TokenTable(File.ReadLines(path).Select((token, id) => (token.TrimEnd('\r'), id)).Where(t => t.Item1.Length > 0), Path.GetFileName(path));
        settings = OlderFiles.With(settings,
            ("unk_token", "[UNK]"), ("sep_token", "[SEP]"), ("pad_token", "[PAD]"), ("cls_token", "[CLS]"), ("mask_token", "[MASK]"));
        int Id(string role) => table.Find(settings.SpecialTokens[role])
            ?? throw new ModelException($"{Path.GetFileName(path)} lacks the special token \"{settings.SpecialTokens[role]}\".");
        return new Tokenizer(new TokenizerParts
        {
            Normalizer = new BertNormalizer(true, settings.SpaceChinese, settings.StripAccents ?? settings.Lowercase, settings.Lowercase),
            PreTokenizer = PreTokenizerReader.Bert(),
            Model = new WordPieceModel(table, settings.SpecialTokens["unk_token"], "##", 100, Path.GetFileName(path)),
            PostProcessor = PostProcessorReader.Classic(Id("cls_token"), Id("sep_token"), doubleSeparator: false, secondType: 1),
            Decoder = new WordPieceDecoder("##", cleanUp: true),
            AddedTokens = [.. settings.SpecialTokens.Values.Distinct().Where(t => table.Find(t) is not null).Select(t => new AddedToken(table.Find(t)!.Value, t, Special: true))],
            Kind = "WordPiece",
        }, settings);
    }
}
