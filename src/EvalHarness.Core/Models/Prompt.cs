using System.Text;

namespace EvalHarness.Core.Models;

/// <summary>
/// A prompt in its parts, so that demonstrations can be dropped whole when it is too long and stored once when many prompts share them.
/// </summary>
/// <param name="Instruction">Text before the demonstrations; may be empty.</param>
/// <param name="Demonstrations">Worked examples, each with its separator.</param>
/// <param name="Query">The item asked about, ending at its cue.</param>
public sealed record Prompt(string Instruction, IReadOnlyList<string> Demonstrations, string Query)
{
    /// <summary>A prompt of one text.</summary>
    public Prompt(string query) : this("", [], query) { }

    /// <summary>Everything before the query.</summary>
    public string Prefix => Demonstrations.Count == 0 ? Instruction : string.Concat(Demonstrations.Prepend(Instruction));

    /// <summary>The text a completion model sees.</summary>
    public string Text
    {
        get
        {
            if (Demonstrations.Count == 0)
                return Instruction + Query;
            var text = new StringBuilder(Instruction);
            foreach (var demonstration in Demonstrations)
                text.Append(demonstration);
            return text.Append(Query).ToString();
        }
    }

    /// <summary>The same prompt without its first demonstration.</summary>
    public Prompt WithoutFirstDemonstration() => this with { Demonstrations = [.. Demonstrations.Skip(1)] };
}

/// <summary>One message of a chat.</summary>
/// <param name="Role">system, user or assistant.</param>
/// <param name="Content">Its text.</param>
public sealed record ChatTurn(string Role, string Content);

/// <summary>What to do with a prompt that is too long once all demonstrations are gone.</summary>
public enum OverflowPolicy
{
    /// <summary>The unit fails, kind input.</summary>
    Fail,

    /// <summary>Tokens are cut from the left.</summary>
    TruncateLeft,

    /// <summary>Tokens are cut from the middle.</summary>
    TruncateMiddle,
}
