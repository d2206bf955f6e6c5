using EvalHarness.Core.Models;
using EvalHarness.Models.Tokenizers;

namespace EvalHarness.Models.Onnx.Causal;

/// <summary>A prompt as tokens, made to fit.</summary>
/// <param name="Ids">The tokens; empty when it failed.</param>
/// <param name="DroppedDemonstrations">Demonstrations that were left out.</param>
/// <param name="TruncatedTokens">Tokens that were cut.</param>
/// <param name="Problem">Why it does not fit, or null.</param>
internal sealed record EncodedPrompt(int[] Ids, int DroppedDemonstrations, int TruncatedTokens, string? Problem = null);

/// <summary>Turns prompts into tokens: raw or through the chat template, the begin-of-text token once or never, cut to what the model takes.</summary>
internal sealed class PromptEncoder(Tokenizer tokenizer, Conversation conversation, int? beginToken)
{
    // What the post-processor puts before every text.
    private readonly int[] _prefix = tokenizer.EncodeIds("");

    /// <summary>The text that a prompt becomes.</summary>
    public string Text(Prompt prompt, bool useTemplate, string? systemMessage) => useTemplate ? conversation.Render(systemMessage, prompt.Text) : prompt.Text;

    /// <summary>The tokens of a text. A rendered chat brings its special tokens along; a raw text gets what the post-processor adds.</summary>
    public int[] Encode(string text, bool rendered, bool addSpecialTokens = true)
    {
        var ids = tokenizer.EncodeIds(text, addSpecialTokens && !rendered);
        if (_prefix.Length == 0 || ids.Length == 0)
            return ids;
        var begin = _prefix[0];
        // A text that begins with the token itself does not get it twice; a template that leaves it out gets it once.
        if (!rendered && addSpecialTokens && ids.Length > 1 && ids[0] == begin && ids[1] == begin)
            return ids[1..];
        return rendered && addSpecialTokens && ids[0] != begin && begin == beginToken ? [begin, .. ids] : ids;
    }

    /// <summary>
    /// The tokens of a prompt within a limit: whole demonstrations go from the first on; what then is still too long is treated as asked.
    /// </summary>
    /// <param name="prompt">The prompt in its parts.</param>
    /// <param name="room">Tokens that fit; asked anew after each encoding.</param>
    /// <param name="overflow">What to do when it does not fit without demonstrations.</param>
    /// <param name="encode">Turns a prompt into tokens.</param>
    public EncodedPrompt Fit(Prompt prompt, Func<int> room, OverflowPolicy overflow, Func<Prompt, int[]> encode)
    {
        var ids = encode(prompt);
        var dropped = 0;
        while (ids.Length > room() && prompt.Demonstrations.Count > 0)
        {
            prompt = prompt.WithoutFirstDemonstration();
            dropped++;
            ids = encode(prompt);
        }
        var limit = room();
        if (ids.Length <= limit)
            return new EncodedPrompt(ids, dropped, 0);
        if (overflow == OverflowPolicy.Fail || limit < 2)
            return new EncodedPrompt([], dropped, 0,
                $"The prompt has {ids.Length:N0} tokens{(dropped > 0 ? $" without its {dropped} demonstrations" : "")}, but only {Math.Max(0, limit):N0} fit.");
        return new EncodedPrompt(Cut(ids, limit, overflow), dropped, ids.Length - limit);
    }

    private int[] Cut(int[] ids, int limit, OverflowPolicy overflow)
    {
        // The begin-of-text token stays in front.
        var head = _prefix.Length > 0 && ids[0] == _prefix[0] ? 1 : 0;
        if (overflow == OverflowPolicy.TruncateMiddle)
            head = Math.Max(head, limit / 2);
        return [.. ids.AsSpan(0, head), .. ids.AsSpan(ids.Length - (limit - head))];
    }
}
