namespace EvalHarness.Models.Remote.Completions;

/// <summary>The tokens of a text that an endpoint echoed, with what it says of each; whatever it generated behind them is left out.</summary>
/// <param name="Tokens">Their texts; endpoints may write bytes and special tokens in ways of their own.</param>
/// <param name="LogProbabilities">Natural log-probabilities; null for a token without one, which is mostly the first.</param>
/// <param name="Best">The best log-probability at each place, or null where the endpoint does not say.</param>
public sealed record EchoedText(IReadOnlyList<string> Tokens, IReadOnlyList<double?> LogProbabilities, IReadOnlyList<double?> Best)
{
    /// <summary>
    /// The index of the token that begins exactly at a place in the text, or null where none does (one spans it) or where it cannot be told.
    /// </summary>
    /// <param name="text">The text that was sent.</param>
    /// <param name="place">The place, in UTF-16 units.</param>
    /// <remarks>
    /// Places are found by spelling the text backwards with the tokens, not from <c>text_offset</c>: common servers add up the lengths of token
    /// texts there, so that a begin-of-text token, which is in no text, or a character split over tokens shifts every offset behind it.
    /// Where the tokens do not spell the text, the answer is null and the caller asks for the number of tokens before the place instead.
    /// </remarks>
    public int? TokenAt(string text, int place)
    {
        var position = text.Length;
        for (var i = Tokens.Count - 1; i >= 0 && position > place; i--)
        {
            var token = Tokens[i];
            if (token.Length == 0 || token.Length > position || !text.AsSpan(position - token.Length, token.Length).SequenceEqual(token))
                return null;
            position -= token.Length;
            if (position == place)
                return i;
        }
        return null;
    }
}
