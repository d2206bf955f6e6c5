using System.Collections.Concurrent;

namespace EvalHarness.Models.Remote;

/// <summary>Says each sentence once.</summary>
internal sealed class Notices(Action<string> say)
{
    private readonly ConcurrentDictionary<string, bool> _said = new(StringComparer.Ordinal);

    /// <summary>Says it unless it was said.</summary>
    public void Once(string sentence)
    {
        if (_said.TryAdd(sentence, true))
            say(sentence);
    }
}
