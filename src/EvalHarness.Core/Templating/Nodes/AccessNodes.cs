using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Nodes;

/// <summary><c>x.name</c>.</summary>
internal sealed class AttributeNode(Expression owner, string name, int line) : Expression(line, owner)
{
    public override IEnumerable<TemplateNode> Children => [owner];

    public override object? Evaluate(Frame frame) => Members.Get(owner.Evaluate(frame), name, frame.State);
}

/// <summary><c>x[key]</c>.</summary>
internal sealed class ItemNode(Expression owner, Expression key, int line) : Expression(line, owner, key)
{
    public override IEnumerable<TemplateNode> Children => [owner, key];

    public override object? Evaluate(Frame frame)
    {
        var value = owner.Evaluate(frame);
        return Members.GetItem(value, key.Evaluate(frame), frame.State);
    }
}

/// <summary>
/// <c>x[start:stop:step]</c>; unlike a key, a slice that does not fit is an error. Only in output that is constant as a whole it is undefined: Jinja computes
/// that by another way.
/// </summary>
internal sealed class SliceNode(Expression owner, Expression? start, Expression? stop, Expression? step, int line) : Expression(line, owner, start, stop, step)
{
    public override IEnumerable<TemplateNode> Children => ((Expression?[])[owner, start, stop, step]).OfType<TemplateNode>();

    public override object? Evaluate(Frame frame)
    {
        var value = owner.Evaluate(frame);
        try
        {
            return Indexing.Slice(value, start?.Evaluate(frame), stop?.Evaluate(frame), step?.Evaluate(frame), frame.State);
        }
        catch (TemplateException exception) when (exception.Kind == TemplateErrorKind.Type && frame.State.IsFolding)
        {
            return Undefined.Member(value, "slice");
        }
    }
}
