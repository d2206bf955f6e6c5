using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Nodes;

/// <summary>A number, text, truth value or none.</summary>
internal sealed class ConstantNode(object? value, int line) : Expression(line)
{
    public object? Value { get; } = value;

    public override object? Evaluate(Frame frame) => Value;
}

/// <summary>A tuple; the items are evaluated in order.</summary>
internal sealed class TupleNode(Expression[] items, int line) : Expression(line, items)
{
    public Expression[] Items { get; } = items;

    public override IEnumerable<TemplateNode> Children => Items;

    public override object? Evaluate(Frame frame) => new TemplateTuple(Array.ConvertAll(Items, item => item.Evaluate(frame)));
}

/// <summary>A list.</summary>
internal sealed class ListNode(Expression[] items, int line) : Expression(line, items)
{
    public override IEnumerable<TemplateNode> Children => items;

    public override object? Evaluate(Frame frame)
    {
        var list = new TemplateList();
        foreach (var item in items)
            list.Items.Add(item.Evaluate(frame));
        return list;
    }
}

/// <summary>A map.</summary>
internal sealed class MapNode(Expression[] keys, Expression[] values, int line) : Expression(line, [.. keys, .. values])
{
    public override IEnumerable<TemplateNode> Children => keys.Zip(values, (key, value) => (TemplateNode[])[key, value]).SelectMany(pair => pair);

    public override object? Evaluate(Frame frame)
    {
        var map = new TemplateMap(keys.Length);
        for (var i = 0; i < keys.Length; i++)
            map.Set(keys[i].Evaluate(frame), values[i].Evaluate(frame));
        return map;
    }
}
