namespace EvalHarness.Core.Metrics.Bleu;

/// <summary>How a line is cut into tokens.</summary>
public enum BleuTokenization
{
    /// <summary>The rules of the WMT script mteval-v13a, the default of published figures.</summary>
    V13A,

    /// <summary>The international rules of mteval-v14: Unicode punctuation and symbols separate, except punctuation beside a number.</summary>
    International,

    /// <summary>Every character that is no white space.</summary>
    Character,

    /// <summary>White space only.</summary>
    None,
}

/// <summary>What an order without a match contributes.</summary>
public enum BleuSmoothing
{
    /// <summary>100 / (2^k · total) for the k-th such order.</summary>
    Exponential,

    /// <summary>A constant count instead of 0.</summary>
    Floor,

    /// <summary>A constant added to counts and totals of the orders from 2 on.</summary>
    AddK,

    /// <summary>Nothing: the score is 0.</summary>
    None,
}

/// <summary>Options of BLEU, with the defaults of sacrebleu.</summary>
public sealed record BleuOptions
{
    /// <summary>How lines are tokenised.</summary>
    public BleuTokenization Tokenization { get; init; } = BleuTokenization.V13A;

    /// <summary>How orders without a match count.</summary>
    public BleuSmoothing Smoothing { get; init; } = BleuSmoothing.Exponential;

    /// <summary>The constant of floor and add-k; null takes 0.1 and 1.</summary>
    public double? SmoothingValue { get; init; }

    /// <summary>Whether both sides are lower-cased first.</summary>
    public bool Lowercase { get; init; }

    /// <summary>The smoothing constant in force.</summary>
    public double EffectiveSmoothingValue => SmoothingValue ?? (Smoothing == BleuSmoothing.Floor ? 0.1 : 1);
}
