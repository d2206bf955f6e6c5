using EvalHarness.Core.Templating.Runtime;

namespace EvalHarness.Core.Templating.Values;

/// <summary>What <c>namespace()</c> makes: the one object whose attributes a template can set.</summary>
internal sealed class NamespaceValue(TemplateMap attributes)
{
    public TemplateMap Attributes { get; } = attributes;
}

/// <summary>What <c>cycler(...)</c> makes.</summary>
internal sealed class CyclerValue(object?[] items)
{
    private int _position;

    public TemplateTuple Items { get; } = new(items);

    public int Position => _position;

    public object? Current => Items.Items[_position];

    public object? Next()
    {
        var current = Current;
        _position = (_position + 1) % Items.Items.Length;
        return current;
    }

    public void Reset() => _position = 0;
}

/// <summary>What <c>joiner(sep)</c> makes: nothing at the first call, the separator from then on.</summary>
internal sealed class JoinerValue(object? separator)
{
    public object? Separator { get; } = separator;

    public bool Used { get; private set; }

    public object? Call()
    {
        if (Used)
            return Separator;
        Used = true;
        return "";
    }
}

/// <summary>The variable <c>self</c>: the template's blocks by name.</summary>
internal sealed class SelfReference(IReadOnlyDictionary<string, Nodes.BlockNode> blocks, Context context)
{
    public BlockReference? Find(string name) => blocks.TryGetValue(name, out var block) ? new BlockReference(block, context) : null;
}

/// <summary>A block as a value: calling it renders it.</summary>
internal sealed class BlockReference(Nodes.BlockNode block, Context context)
{
    public string Name => block.Name;

    public object Call(RenderState state)
    {
        var outer = state.BeginCapture();
        block.RenderIn(context, state);
        var text = state.EndCapture(outer);
        return state.AutoEscape ? new Markup(text) : text;
    }
}
