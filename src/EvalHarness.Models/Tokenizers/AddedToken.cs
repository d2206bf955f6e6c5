namespace EvalHarness.Models.Tokenizers;

/// <summary>A token that is found in a text as it stands, before anything else splits it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text.</param>
/// <param name="Special">Whether decoding may skip it.</param>
public sealed record AddedToken(int Id, string Content, bool Special)
{
    /// <summary>Only where no word character stands beside it.</summary>
    public bool SingleWord { get; init; }

    /// <summary>It swallows white space before it.</summary>
    public bool LeftStrip { get; init; }

    /// <summary>It swallows white space after it.</summary>
    public bool RightStrip { get; init; }

    /// <summary>It is looked for in the normalised text, not in the text as given.</summary>
    public bool Normalized { get; init; }
}
