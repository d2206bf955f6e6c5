using EvalHarness.Models.Tokenizers;

namespace EvalHarness.Models.Onnx.Generation;

/// <summary>The text of generated tokens: where a stop string first appears, and what is left before it.</summary>
internal sealed class SequenceText(Tokenizer tokenizer)
{
    /// <summary>Whether the text of the tokens contains a stop string; special tokens count as text.</summary>
    public bool HasStop(IReadOnlyList<int> ids, IReadOnlyList<string> stops)
    {
        if (stops.Count == 0)
            return false;
        var text = tokenizer.Decode(ids, skipSpecialTokens: false);
        foreach (var stop in stops)
            if (stop.Length > 0 && text.Contains(stop, StringComparison.Ordinal))
                return true;
        return false;
    }

    /// <summary>The text without special tokens, up to the first stop string.</summary>
    public string Of(IReadOnlyList<int> ids, IReadOnlyList<string> stops)
    {
        var text = tokenizer.Decode(ids);
        var end = text.Length;
        foreach (var stop in stops)
            if (stop.Length > 0 && text.IndexOf(stop, StringComparison.Ordinal) is var at and >= 0)
                end = Math.Min(end, at);
        return text[..end];
    }
}
