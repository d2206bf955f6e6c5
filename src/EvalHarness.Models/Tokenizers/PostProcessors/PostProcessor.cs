using EvalHarness.Core.Models;

namespace EvalHarness.Models.Tokenizers.PostProcessors;

/// <summary>A token on its way out: id, segment, text of origin (-1: none), place in that text in code points.</summary>
internal readonly record struct OutputToken(int Id, int TypeId, int Sequence, int Start, int End);

/// <summary>Arranges the tokens of one or two texts and adds special tokens.</summary>
internal interface IPostProcessor
{
    /// <summary>Special tokens added to one text, or to a pair.</summary>
    int AddedTokens(bool pair);

    /// <summary>Arranges the texts. Each list holds the tokens of one text (or, after a template, of one part of it).</summary>
    List<List<OutputToken>> Process(List<List<OutputToken>> sequences, bool addSpecialTokens, bool offsets);
}

/// <summary>One after the other.</summary>
internal sealed class PostProcessorSequence(IReadOnlyList<IPostProcessor> parts) : IPostProcessor
{
    public int AddedTokens(bool pair) => parts.Sum(p => p.AddedTokens(pair));

    public List<List<OutputToken>> Process(List<List<OutputToken>> sequences, bool addSpecialTokens, bool offsets) =>
        parts.Aggregate(sequences, (current, part) => part.Process(current, addSpecialTokens, offsets));
}

/// <summary>Takes blanks at the edges of byte-level tokens out of their offsets.</summary>
internal sealed class OffsetTrimmer(bool trim, bool addPrefixSpace, Func<int, string?> tokenText) : IPostProcessor
{
    public int AddedTokens(bool pair) => 0;

    public List<List<OutputToken>> Process(List<List<OutputToken>> sequences, bool addSpecialTokens, bool offsets)
    {
        if (trim && offsets)
            foreach (var sequence in sequences)
                for (var i = 0; i < sequence.Count; i++)
                    sequence[i] = Trim(sequence[i], i == 0);
        return sequences;
    }

    private OutputToken Trim(OutputToken token, bool first)
    {
        if (tokenText(token.Id) is not { } text)
            return token;
        var leading = text.TakeWhile(IsBlank).Count();
        var trailing = text.Reverse().TakeWhile(IsBlank).Count();
        var (start, end) = (token.Start, token.End);
        if (leading > 0)
        {
            // A blank that was put in front of the text has no place of its own.
            if (addPrefixSpace && (first || start == 0))
                leading--;
            start = Math.Min(start + leading, end);
        }
        if (trailing > 0 && end >= trailing)
            end = Math.Max(end - trailing, start);
        return token with { Start = start, End = end };
    }

    private static bool IsBlank(char c) => c == Vocabularies.ByteAlphabet.Character((byte)' ') || char.IsWhiteSpace(c);
}

/// <summary>A template with special tokens and the places of the texts.</summary>
internal sealed class TemplateProcessor(IReadOnlyList<TemplatePart> single, IReadOnlyList<TemplatePart> pair) : IPostProcessor
{
    public int AddedTokens(bool forPair) => (forPair ? pair : single).Sum(p => p.Special?.Length ?? 0);

    public List<List<OutputToken>> Process(List<List<OutputToken>> sequences, bool addSpecialTokens, bool offsets)
    {
        var output = new List<List<OutputToken>>();
        foreach (var part in sequences.Count > 1 ? pair : single)
        {
            if (part.Special is null)
                output.Add([.. sequences[part.Sequence].Select(t => t with { TypeId = part.TypeId })]);
            else if (addSpecialTokens)
                output.Add([.. part.Special.Select(id => new OutputToken(id, part.TypeId, -1, 0, 0))]);
        }
        return output;
    }
}

/// <summary>One element of a template: special tokens, or the place of text 0 or 1.</summary>
internal sealed record TemplatePart(int TypeId, int Sequence, int[]? Special);

/// <summary>Reads the <c>post_processor</c> of a tokenizer.json.</summary>
internal static class PostProcessorReader
{
    public static IPostProcessor? Read(JsonPart part, Func<int, string?> tokenText)
    {
        if (part.IsNull)
            return null;
        switch (part.Type)
        {
            case "Sequence":
                return new PostProcessorSequence([.. part["processors"].Items().Select(p => Read(p, tokenText)).OfType<IPostProcessor>()]);
            case "ByteLevel":
                return new OffsetTrimmer(part.Flag("trim_offsets", true), part.Flag("add_prefix_space", true), tokenText);
            case "TemplateProcessing":
                return Template(part);
            case "BertProcessing":
                return Classic(Id(part["cls"]), Id(part["sep"]), doubleSeparator: false, secondType: 1);
            case "RobertaProcessing":
                return new PostProcessorSequence([
                    new OffsetTrimmer(part.Flag("trim_offsets", true), part.Flag("add_prefix_space", true), tokenText),
                    Classic(Id(part["cls"]), Id(part["sep"]), doubleSeparator: true, secondType: 0)]);
            case var other:
                throw part.Unknown(other, "TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel and Sequence");
        }
    }

    /// <summary>start A end, or start A end (end) B end.</summary>
    public static TemplateProcessor Classic(int start, int end, bool doubleSeparator, int secondType)
    {
        TemplatePart[] single = [new(0, 0, [start]), new(0, 0, null), new(0, 0, [end])];
        return new TemplateProcessor(single,
            [.. single, .. doubleSeparator ? [new TemplatePart(0, 0, [end])] : Array.Empty<TemplatePart>(), new(secondType, 1, null), new(secondType, 0, [end])]);
    }

    private static TemplateProcessor Template(JsonPart part)
    {
        var specials = part["special_tokens"].Properties().ToDictionary(p => p.Name, p => p.Value["ids"].Items().Select(i => i.AsNumber()).ToArray());
        return new TemplateProcessor(Parts(part["single"]), Parts(part["pair"]));

        List<TemplatePart> Parts(JsonPart list) => [.. list.Items().Select(item =>
        {
            if (item.Optional("Sequence") is { } text)
                return new TemplatePart(text.Number("type_id"), text.Text("id") == "B" ? 1 : 0, null);
            var special = item["SpecialToken"];
            return new TemplatePart(special.Number("type_id"), 0,
                specials.TryGetValue(special.Text("id"), out var ids) ? ids : throw special.Wrong($"names \"{special.Text("id")}\", which special_tokens lacks"));
        })];
    }

    private static int Id(JsonPart pair) =>
        pair.Items().ElementAtOrDefault(1) is { File: not null } id ? id.AsNumber() : throw new ModelException($"{pair.File}: \"{pair.Path}\" must be a token and its id.");
}
