namespace EvalHarness.Suites.PromptSource.Templates;

/// <summary>How a template's output tags are rewritten before it is parsed.</summary>
[Flags]
public enum PromptSourceForm
{
    /// <summary>Not at all.</summary>
    Whole = 0,

    /// <summary>Every printed value is cut to 2,048 characters. This is promptsource's default, and what published prompts were made with.</summary>
    Truncated = 1,

    /// <summary>Every printed value is marked with HTML, for people.</summary>
    Highlighted = 2,
}
