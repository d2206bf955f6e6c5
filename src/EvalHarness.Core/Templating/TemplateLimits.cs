namespace EvalHarness.Core.Templating;

/// <summary>
/// How much a template may do, so that a hostile or broken one ends with a <see cref="TemplateException"/> of kind
/// <see cref="TemplateErrorKind.Limit"/> instead of hanging or filling the memory.
/// </summary>
public sealed record TemplateLimits
{
    /// <summary>Generous for prompts, small for a machine.</summary>
    public static TemplateLimits Default { get; } = new();

    /// <summary>The longest text, rendered or intermediate, in UTF-16 units.</summary>
    public int MaximumOutputLength { get; init; } = 4_000_000;

    /// <summary>
    /// Steps of one rendering: a statement, a turn of a loop, a call, or 16 characters or 4 list items that an operation makes, is one step.
    /// </summary>
    public long MaximumSteps { get; init; } = 10_000_000;

    /// <summary>How deep expressions and blocks may nest in the source, and macros and recursive loops may call each other.</summary>
    public int MaximumNesting { get; init; } = 200;
}
