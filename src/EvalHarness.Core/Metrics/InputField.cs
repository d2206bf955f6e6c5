namespace EvalHarness.Core.Metrics;

/// <summary>What a field of a line of predictions may hold.</summary>
public enum InputFieldKind
{
    /// <summary>One text.</summary>
    Text,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>A class: a text, a number or a truth value, kept as its text.</summary>
    Label,

    /// <summary>A whole number from 0.</summary>
    Index,

    /// <summary>A list of whole numbers from 0.</summary>
    Indices,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>A list of finite numbers.</summary>
    Numbers,

    /// <summary>A list of lists of finite numbers.</summary>
    NumberRows,
}

/// <summary>A field that a metric reads of a line of <c>evalharness score</c>; contracts, section 9.</summary>
/// <param name="Name">Its name in the line.</param>
/// <param name="Kind">What it may hold.</param>
public sealed record InputField(string Name, InputFieldKind Kind)
{
    /// <summary>The fields of metrics that compare a text with references.</summary>
    public static IReadOnlyList<InputField> PredictionAndReferences { get; } =
        [new("prediction", InputFieldKind.Text), new("references", InputFieldKind.Texts)];

    /// <summary>Whether a line must have it. A field that is not required may also be null.</summary>
    public bool Required { get; init; } = true;
}
