using System.Text.RegularExpressions;
using EvalHarness.Core.Suites;
using EvalHarness.Core.Templating;

namespace EvalHarness.Suites.OwnSuite;

/// <summary>A Jinja template of a user's suite.</summary>
internal sealed partial class OwnTemplate
{
    private readonly JinjaTemplate _template;
    private readonly string _role;

    /// <summary>Parses a template.</summary>
    /// <param name="suite">The suite, for messages.</param>
    /// <param name="role">prompt or reference.</param>
    /// <param name="source">Its source.</param>
    /// <exception cref="SuiteException">It is no template.</exception>
    public OwnTemplate(string suite, string role, string source)
    {
        _role = role;
        try
        {
            _template = JinjaEnvironment.Default.Parse(source);
        }
        catch (TemplateException cause)
        {
            throw new SuiteException($"The {role} of suite '{suite}' is no Jinja template (line {cause.Line}: {cause.Reason}).", cause);
        }
        Fields = [.. _template.UndeclaredVariables.OrderBy(name => source.IndexOf(name, StringComparison.Ordinal)).ThenBy(name => name, StringComparer.Ordinal)];
        SingleField = SingleExpression().Match(source) is { Success: true } match ? match.Groups[1].Value : null;
    }

    /// <summary>Fields it mentions, in the order of the source.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>The field where the template is nothing but one, <c>{{ answers }}</c>; else null.</summary>
    public string? SingleField { get; }

    /// <summary>The text for a record.</summary>
    /// <exception cref="SuiteException">The template fails on it.</exception>
    public string Render(OwnRecord record)
    {
        try
        {
            return Render(record.Fields);
        }
        catch (TemplateException cause)
        {
            throw record.Place.Error($"the {_role} cannot be rendered (line {cause.Line}: {cause.Reason})", "fields that the template can work with", cause: cause);
        }
    }

    /// <summary>The text for values that are no record.</summary>
    /// <exception cref="TemplateException">The template fails on them.</exception>
    public string Render(IReadOnlyDictionary<string, object?> values) => _template.Render(values);

    [GeneratedRegex(@"^\s*\{\{-?\s*([A-Za-z_]\w*)\s*-?\}\}\s*$")]
    private static partial Regex SingleExpression();
}
