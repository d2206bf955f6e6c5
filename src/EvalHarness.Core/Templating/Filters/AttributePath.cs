using EvalHarness.Core.Templating.Methods;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Templating.Filters;

/// <summary>The <c>attribute</c> argument of filters: a key, a position, or a path of them with dots.</summary>
internal sealed class AttributePath
{
    private readonly object?[] _parts;

    private AttributePath(object?[] parts) => _parts = parts;

    /// <summary>What replaces an undefined step, or null.</summary>
    public object? Default { get; init; }

    /// <summary>Whether texts are compared without case: then the value is in lower case.</summary>
    public bool IgnoresCase { get; init; }

    /// <summary>A path; null gives the item itself.</summary>
    public static AttributePath Of(object? attribute, bool ignoresCase = false, object? defaultValue = null) =>
        new(Parts(attribute)) { IgnoresCase = ignoresCase, Default = defaultValue };

    /// <summary>The paths of an argument that separates several with commas.</summary>
    public static AttributePath[] Several(object? attribute, bool ignoresCase) => TemplateValue.AsText(attribute) is { } text
        ? Array.ConvertAll(text.Split(','), part => Of(part, ignoresCase))
        : [Of(attribute, ignoresCase)];

    /// <summary>The value of an item.</summary>
    public object? Get(object? item, RenderState state)
    {
        foreach (var part in _parts)
        {
            item = Members.GetItem(item, part, state);
            if (Default is not null && item is Undefined)
                item = Default;
        }
        if (!IgnoresCase)
            return item;
        return item switch
        {
            string text => PythonText.Lower(text),
            Markup markup => new Markup(PythonText.Lower(markup.Text)),
            _ => item,
        };
    }

    private static object?[] Parts(object? attribute)
    {
        if (attribute is null)
            return [];
        if (TemplateValue.AsText(attribute) is not { } text)
            return [attribute];
        return Array.ConvertAll(text.Split('.'), part => TextPredicates.IsDigit(part) && NumberParsing.TryWhole(part, 10, out var position) ? position : part);
    }
}
