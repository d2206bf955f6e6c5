using EvalHarness.Core.Templating.Binding;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Nodes;

/// <summary><c>with a=1, b=2</c> … <c>endwith</c>: the values are evaluated outside.</summary>
internal sealed class WithNode(AssignTarget[] targets, Expression[] values, Statement[] body, int line) : Statement(line)
{
    private ScopeEntry _entry = null!;

    public override IEnumerable<TemplateNode> Children => [.. targets, .. values, .. body];

    public override void Declare(SymbolTable symbols)
    {
        foreach (var value in values)
            value.Declare(symbols);
    }

    public override void Bind(BindingScope scope)
    {
        var inner = scope.Inner();
        TemplateNode[] inside = [.. targets, .. body];
        foreach (var node in inside)
            node.Declare(inner.Symbols);
        foreach (var value in values)
            value.Bind(scope);
        foreach (var node in inside)
            node.Bind(inner);
        _entry = ScopeEntry.Of(inner);
    }

    public override Completion Execute(Frame frame)
    {
        frame.State.Line = Line;
        _entry.Enter(frame);
        for (var i = 0; i < targets.Length; i++)
            targets[i].Assign(frame, values[i].Evaluate(frame));
        var completion = Run(body, frame);
        _entry.Leave(frame);
        return completion;
    }
}

/// <summary><c>filter f</c> … <c>endfilter</c>.</summary>
internal sealed class FilterBlockNode(FilterNode filter, Statement[] body, int line) : Statement(line)
{
    private ScopeEntry _entry = null!;
    private EscapeMode _escape;

    public override IEnumerable<TemplateNode> Children => [.. body, filter];

    public override void Declare(SymbolTable symbols) => filter.Declare(symbols);

    public override void Bind(BindingScope scope)
    {
        _escape = scope.Escape;
        var inner = scope.Inner();
        foreach (var child in Children)
            child.Declare(inner.Symbols);
        base.Bind(inner);
        _entry = ScopeEntry.Of(inner);
    }

    public override Completion Execute(Frame frame)
    {
        var state = frame.State;
        state.Line = Line;
        _entry.Enter(frame);
        var outer = state.BeginCapture();
        var completion = Run(body, frame);
        var text = state.EndCapture(outer);
        if (completion == Completion.Normal)
        {
            var mark = _escape == EscapeMode.On || (_escape == EscapeMode.Dynamic && state.AutoEscape);
            state.Output.Append(TemplateCall.PlainText(filter.Apply(frame, mark ? new Markup(text) : text), "what a filter block prints"));
        }
        _entry.Leave(frame);
        return completion;
    }
}

/// <summary><c>autoescape on</c> … <c>endautoescape</c>.</summary>
internal sealed class AutoEscapeNode(Expression option, Statement[] body, int line) : Statement(line)
{
    private ScopeEntry _entry = null!;

    public override IEnumerable<TemplateNode> Children => [option, .. body];

    public override void Declare(SymbolTable symbols) { }

    public override void Bind(BindingScope scope)
    {
        var inner = scope.Inner();
        foreach (var child in Children)
            child.Declare(inner.Symbols);
        option.Bind(inner);
        var mode = option is ConstantNode constant ? (constant.Value is true or (long and not 0) or (string and not "") ? EscapeMode.On : EscapeMode.Off) : EscapeMode.Dynamic;
        foreach (var statement in body)
            statement.Bind(inner with { Escape = mode });
        _entry = ScopeEntry.Of(inner);
    }

    public override Completion Execute(Frame frame)
    {
        var state = frame.State;
        state.Line = Line;
        _entry.Enter(frame);
        var before = state.AutoEscape;
        state.AutoEscape = Truth.Of(option.Evaluate(frame), state);
        var completion = Run(body, frame);
        state.AutoEscape = before;
        _entry.Leave(frame);
        return completion;
    }
}
