namespace EvalHarness.Core.Metrics.WordErrorRate;

/// <summary>What an error rate counts.</summary>
public enum ErrorUnit
{
    /// <summary>Words.</summary>
    Word,

    /// <summary>Characters (code points), spaces included.</summary>
    Character,
}

/// <summary>Edits and lengths of one utterance, or summed over several.</summary>
/// <param name="Errors">The fewest substitutions, insertions and deletions that turn the reference into the hypothesis.</param>
/// <param name="ReferenceLength">Words or characters of the reference.</param>
/// <param name="HypothesisLength">Words or characters of the hypothesis.</param>
public readonly record struct WordErrors(int Errors, int ReferenceLength, int HypothesisLength)
{
    /// <summary>Errors over reference length; null for an empty reference. Can exceed 1.</summary>
    public double? Rate => ReferenceLength == 0 ? null : (double)Errors / ReferenceLength;

    /// <summary>The rate as jiwer 4.0.0 defines it: for an empty reference, the number of insertions.</summary>
    public double JiwerRate => Rate ?? Errors;

    /// <summary>The counts of both.</summary>
    public static WordErrors operator +(WordErrors left, WordErrors right) => Add(left, right);

    /// <summary>The counts of both.</summary>
    public static WordErrors Add(WordErrors left, WordErrors right) => new(
        left.Errors + right.Errors, left.ReferenceLength + right.ReferenceLength, left.HypothesisLength + right.HypothesisLength);
}
