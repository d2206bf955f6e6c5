using System.Numerics;
using EvalHarness.Core.Templating.Runtime;

namespace EvalHarness.Core.Templating.Values;

/// <summary>Python's <c>bool</c> and <c>len</c>.</summary>
internal static class Truth
{
    public static bool Of(object? value, RenderState state) => value switch
    {
        bool flag => flag,
        string text => text.Length > 0,
        null or Undefined => false,
        long number => number != 0,
        double number => number != 0,
        BigInteger number => !number.IsZero,
        LoopValue loop => loop.Length(state) > 0,
        _ => TryLength(value) != 0,
    };

    /// <summary>The number of items or characters.</summary>
    public static long Length(object? value, RenderState state) => value is LoopValue loop
        ? loop.Length(state)
        : TryLength(value) ?? throw Fault.Type($"object of type '{TypeNames.Of(value)}' has no len()");

    /// <summary>The length of a sized value; null for all others.</summary>
    public static long? TryLength(object? value) => value switch
    {
        string text => CodePoints.Count(text),
        Markup markup => CodePoints.Count(markup.Text),
        TemplateList list => list.Items.Count,
        TemplateTuple tuple => tuple.Items.Length,
        TemplateMap map => map.Count,
        TemplateRange range => range.Length,
        MapView view => view.Map.Count,
        TemplateBytes bytes => bytes.Content.Length,
        Undefined => 0,
        _ => null,
    };
}
