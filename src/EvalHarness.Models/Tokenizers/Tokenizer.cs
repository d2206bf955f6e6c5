using EvalHarness.Core.Models;
using EvalHarness.Models.Tokenizers.PostProcessors;

namespace EvalHarness.Models.Tokenizers;

/// <summary>
/// A Hugging Face tokenizer: added tokens, normaliser, pre-tokenizer, vocabulary, post-processor and decoder, with the ids, offsets and
/// texts of the reference library (tokenizers 0.22). Thread safe.
/// </summary>
public sealed class Tokenizer
{
    private readonly TokenizerParts _parts;
    private readonly AddedTokenFinder _plainTokens;
    private readonly AddedTokenFinder _normalizedTokens;
    private readonly Dictionary<int, AddedToken> _addedById;
    private readonly Dictionary<string, int> _addedByText;

    internal Tokenizer(TokenizerParts parts, TokenizerSettings settings)
    {
        _parts = parts;
        Settings = settings;
        _addedById = [];
        _addedByText = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var token in parts.AddedTokens)
        {
            _addedById[token.Id] = token;
            _addedByText[token.Content] = token.Id;
        }
        _plainTokens = new AddedTokenFinder(_addedById.Values.Where(t => !t.Normalized).Select(t => (t.Content, t)));
        _normalizedTokens = new AddedTokenFinder(_addedById.Values.Where(t => t.Normalized).Select(t => (NormalForm(t.Content), t)));
        VocabularySize = Math.Max(parts.Model.Size, _addedById.Keys.DefaultIfEmpty(-1).Max() + 1);
    }

    /// <summary>What the folder says beside the tokenizer itself.</summary>
    public TokenizerSettings Settings { get; }

    /// <summary>Number of ids, added tokens included.</summary>
    public int VocabularySize { get; }

    /// <summary>The kind of vocabulary, in words: <c>BPE (byte level)</c>, <c>Unigram</c>, <c>WordPiece</c>.</summary>
    public string Kind => _parts.Kind;

    /// <summary>The added tokens by id.</summary>
    public IReadOnlyDictionary<int, AddedToken> AddedTokens => _addedById;

    /// <summary>Reads a tokenizer.json alone.</summary>
    /// <exception cref="ModelException">The file is missing, broken, or holds a part that is not known.</exception>
    public static Tokenizer FromFile(string path, TokenizerSettings? settings = null) => TokenizerJson.Read(path, settings ?? new TokenizerSettings());

    /// <summary>Reads the tokenizer of a model folder: tokenizer.json, or the older files, with the settings beside them.</summary>
    /// <exception cref="ModelException">There is none, it is broken, or it holds a part that is not known.</exception>
    public static Tokenizer FromFolder(string folder) => TokenizerFolder.Read(folder);

    /// <summary>The id of a token, or null.</summary>
    public int? TokenToId(string token) => _addedByText.TryGetValue(token, out var id) ? id : _parts.Model.TokenToId(token);

    /// <summary>The text of a token as the vocabulary writes it, or null.</summary>
    public string? IdToToken(int id) => _addedById.TryGetValue(id, out var token) ? token.Content : _parts.Model.IdToToken(id);

    /// <summary>The id of a special token by its role (<c>bos_token</c> and so on), or null.</summary>
    public int? SpecialTokenId(string role) => Settings.SpecialTokens.TryGetValue(role, out var token) ? TokenToId(token) : null;

    /// <summary>How many special tokens one text, or a pair, gets.</summary>
    public int AddedTokenCount(bool pair = false) => _parts.PostProcessor?.AddedTokens(pair) ?? 0;

    /// <summary>Encodes a text, or a pair.</summary>
    /// <exception cref="ModelException">The texts cannot be cut to the length asked for.</exception>
    public TokenEncoding Encode(string text, string? pair = null, EncodeOptions? options = null)
    {
        options ??= EncodeOptions.Default;
        List<List<OutputToken>> sequences = [Tokenize(text, 0, options.Offsets)];
        if (pair is not null)
            sequences.Add(Tokenize(pair, 1, options.Offsets));
        if (options.Truncation != TruncationStrategy.None)
            Truncation.Apply(sequences, options, options.AddSpecialTokens ? AddedTokenCount(pair is not null) : 0);
        if (_parts.PostProcessor is { } processor)
            sequences = processor.Process(sequences, options.AddSpecialTokens, options.Offsets);
        return Collect(sequences, options.Offsets);
    }

    /// <summary>The ids of one text.</summary>
    public int[] EncodeIds(string text, bool addSpecialTokens = true)
    {
        if (!addSpecialTokens || _parts.PostProcessor is null)
        {
            var tokens = Tokenize(text, 0, offsets: false);
            var ids = new int[tokens.Count];
            for (var i = 0; i < ids.Length; i++)
                ids[i] = tokens[i].Id;
            return ids;
        }
        return [.. Encode(text).Ids];
    }

    /// <summary>The text of ids.</summary>
    /// <param name="ids">The tokens; ids the vocabulary lacks are passed over.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    /// <param name="cleanUpSpaces">Whether blanks before punctuation are taken out; null: as the folder says.</param>
    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens = true, bool? cleanUpSpaces = null)
    {
        var tokens = new List<string>();
        foreach (var id in ids)
        {
            if (_addedById.TryGetValue(id, out var added))
            {
                if (!added.Special || !skipSpecialTokens)
                    tokens.Add(added.Content);
            }
            else if (_parts.Model.IdToToken(id) is { } token)
                tokens.Add(token);
        }
        var text = _parts.Decoder is { } decoder ? string.Concat(decoder.Decode(tokens)) : string.Join(' ', tokens);
        if (_parts.WordSuffix is { Length: > 0 } suffix)
            text = Core.Text.PythonText.Strip(text.Replace(suffix, " ", StringComparison.Ordinal));
        return cleanUpSpaces ?? Settings.CleanUpSpaces ? Decoders.TextCleanUp.Apply(text) : text;
    }

    private List<OutputToken> Tokenize(string text, int sequence, bool offsets)
    {
        var output = new List<OutputToken>(text.Length / 4 + 4);
        var places = offsets ? new CodePointPlaces(text) : null;
        var pieces = new List<Piece>(text.Length / 4 + 4);
        Split(text, pieces);
        foreach (var piece in pieces)
        {
            if (piece.TokenId >= 0)
                Add(piece.TokenId, piece.SourceRange(0, piece.Length));
            else
                foreach (var token in _parts.Model.Tokenize(piece.Span))
                    Add(token.Id, places is null ? default : piece.SourceRange(token.Start, token.End));
        }
        return output;

        void Add(int id, (int Start, int End) range) =>
            output.Add(new OutputToken(id, sequence, sequence, places?.At(range.Start) ?? 0, places?.At(range.End) ?? 0));
    }

    private void Split(string text, List<Piece> output)
    {
        if (text.Length == 0)
            return;
        var whole = new Piece(new AlignedText(text), 0, text.Length);
        var plain = new List<Piece>();
        if (_plainTokens.IsEmpty)
            plain.Add(whole);
        else
            _plainTokens.Split(whole, plain);
        var found = new List<Piece>();
        foreach (var piece in plain)
        {
            if (piece.TokenId >= 0)
            {
                output.Add(piece);
                continue;
            }
            var normalized = _parts.Normalizer?.Normalize(piece) ?? piece;
            if (normalized.Length == 0)
                continue;
            found.Clear();
            if (_normalizedTokens.IsEmpty)
                found.Add(normalized);
            else
                _normalizedTokens.Split(normalized, found);
            foreach (var part in found)
            {
                if (part.TokenId >= 0 || _parts.PreTokenizer is null)
                    output.Add(part);
                else
                    _parts.PreTokenizer.Split(part, output);
            }
        }
    }

    private string NormalForm(string content) =>
        _parts.Normalizer?.Normalize(new Piece(new AlignedText(content), 0, content.Length)).Span.ToString() ?? content;

    private static TokenEncoding Collect(List<List<OutputToken>> sequences, bool offsets)
    {
        var count = sequences.Sum(s => s.Count);
        var (ids, types, origins) = (new int[count], new int[count], new int[count]);
        var places = offsets ? new (int, int)[count] : null;
        var i = 0;
        foreach (var sequence in sequences)
            foreach (var token in sequence)
            {
                (ids[i], types[i], origins[i]) = (token.Id, token.TypeId, token.Sequence);
                if (places is not null)
                    places[i] = (token.Start, token.End);
                i++;
            }
        return new TokenEncoding(ids, types, origins, places);
    }
}

/// <summary>Turns places in UTF-16 units into places in code points.</summary>
internal sealed class CodePointPlaces
{
    private readonly int[]? _places;

    public CodePointPlaces(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
            return;
        _places = new int[text.Length + 1];
        var place = 0;
        for (var i = 0; i < text.Length;)
        {
            var length = TextRewriter.RuneLength(text, i, text.Length);
            for (var k = 0; k < length; k++)
                _places[i + k] = place;
            i += length;
            place++;
        }
        _places[text.Length] = place;
    }

    public int At(int unit) => _places is null ? unit : _places[unit];
}
