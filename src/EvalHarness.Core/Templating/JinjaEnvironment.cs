using EvalHarness.Core.Templating.Filters;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating;

/// <summary>
/// The settings under which templates are read and rendered. The language is that of Jinja2 3.1 (<c>Environment()</c> with its defaults), values behave
/// as in Python 3.11. Immutable; templates are parsed with <see cref="Parse"/>.
/// </summary>
public sealed record JinjaEnvironment
{
    private static readonly IReadOnlyDictionary<string, TemplateFunction> None = new Dictionary<string, TemplateFunction>();

    /// <summary>Jinja2's defaults.</summary>
    public static JinjaEnvironment Default { get; } = new();

    /// <summary>Whether the line end behind a block or comment tag is dropped.</summary>
    public bool TrimBlocks { get; init; }

    /// <summary>Whether white space between a line's start and a block or comment tag is dropped.</summary>
    public bool LstripBlocks { get; init; }

    /// <summary>Whether one line end at the end of the source is kept.</summary>
    public bool KeepTrailingNewline { get; init; }

    /// <summary>Whether there are <c>break</c> and <c>continue</c>.</summary>
    public bool LoopControls { get; init; }

    /// <summary>Whether there is the <c>generation</c> tag of chat templates.</summary>
    public bool GenerationTag { get; init; }

    /// <summary>
    /// Whether lists and maps cannot be changed, names that start with an underscore are hidden, and ranges are limited to 100,000 items (Jinja2's immutable sandbox).
    /// </summary>
    public bool Sandboxed { get; init; }

    /// <summary>How much a template may do.</summary>
    public TemplateLimits Limits { get; init; } = TemplateLimits.Default;

    /// <summary>Global functions beside the built-in ones, or in their place.</summary>
    public IReadOnlyDictionary<string, TemplateFunction> Globals { get; init; } = None;

    /// <summary>Filters beside the built-in ones, or in their place.</summary>
    public IReadOnlyDictionary<string, TemplateFunction> Filters { get; init; } = None;

    /// <summary>Parses a template.</summary>
    /// <param name="source">Its source; line ends of all kinds count as one.</param>
    /// <exception cref="TemplateException">It is no template: stage parse, with the line.</exception>
    public JinjaTemplate Parse(string source) => JinjaTemplate.Parse(source, this);

    internal TemplateFunction? FindFilter(string name) => Filters.GetValueOrDefault(name) ?? BuiltInFilters.Find(name);

    internal object? FindGlobal(string name) => Globals.GetValueOrDefault(name) ?? BuiltInGlobals.Find(name, Sandboxed) ?? Missing.Value;
}
