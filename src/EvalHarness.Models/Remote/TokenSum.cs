namespace EvalHarness.Models.Remote;

/// <summary>The log-probability of a generated text from its tokens.</summary>
internal static class TokenSum
{
    /// <summary>
    /// The sum over the tokens that begin inside the text: tokens of a stop string that was cut off do not count, nor does the end token, which
    /// most endpoints leave out. Null where a value is missing, or where the tokens do not spell the text (bytes shown as replacement
    /// characters), since then nobody can tell where it ends.
    /// </summary>
    public static double? Of(IEnumerable<(string Token, double? LogProbability)> tokens, string text)
    {
        var sum = 0.0;
        var position = 0;
        foreach (var (token, logProbability) in tokens)
        {
            if (position >= text.Length)
                break;
            if (logProbability is not { } value || !double.IsFinite(value))
                return null;
            var length = Math.Min(token.Length, text.Length - position);
            if (!text.AsSpan(position, length).SequenceEqual(token.AsSpan(0, length)))
                return null;
            sum += value;
            position += token.Length;
        }
        return position >= text.Length ? sum : null;
    }
}
