namespace EvalHarness.Core.Scoring;

/// <summary>A file of predictions or scores cannot be used: which file, which line, what was found, what would be right.</summary>
public sealed class ScoringException : Exception
{
    /// <summary>Without a message.</summary>
    public ScoringException() { }

    /// <summary>With a sentence for the user.</summary>
    public ScoringException(string message) : base(message) { }

    /// <summary>With a sentence for the user and a cause.</summary>
    public ScoringException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>The line, from 1; null where the file as a whole is wrong.</summary>
    public long? Line { get; init; }

    /// <summary>An error of one line; the sentence begins in lower case and has no full stop.</summary>
    internal static ScoringException At(string file, long line, string sentence, Exception? cause = null) =>
        new($"{file}, line {line}: {sentence}.", cause!) { Line = line };
}
