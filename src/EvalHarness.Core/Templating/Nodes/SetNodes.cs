using EvalHarness.Core.Templating.Binding;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Nodes;

/// <summary><c>set x = value</c>.</summary>
internal sealed class SetNode(AssignTarget target, Expression value, int line) : Statement(line)
{
    private readonly NamespaceTarget[] _spaces = [.. target.Descendants().Prepend(target).OfType<NamespaceTarget>()];
    private readonly Export _export = new(target);

    public override IEnumerable<TemplateNode> Children => [target, value];

    public override void Declare(SymbolTable symbols)
    {
        value.Declare(symbols);
        target.Declare(symbols);
    }

    public override void Bind(BindingScope scope)
    {
        base.Bind(scope);
        _export.Bind(scope);
    }

    public override Completion Execute(Frame frame)
    {
        frame.State.Line = Line;
        foreach (var space in _spaces)
            space.Require(frame);
        target.Assign(frame, value.Evaluate(frame));
        _export.Run(frame);
        return Completion.Normal;
    }
}

/// <summary><c>set x</c> … <c>endset</c>: the rendered body, perhaps filtered.</summary>
internal sealed class SetBlockNode(AssignTarget target, FilterNode? filter, Statement[] body, int line) : Statement(line)
{
    private readonly Export _export = new(target);
    private ScopeEntry _entry = null!;

    public override IEnumerable<TemplateNode> Children => filter is null ? [target, .. body] : [target, filter, .. body];

    public override void Declare(SymbolTable symbols) => target.Declare(symbols);

    public override void Bind(BindingScope scope)
    {
        var inner = scope.Inner();
        foreach (var statement in body)
            statement.Declare(inner.Symbols);
        foreach (var statement in body)
            statement.Bind(inner);
        BindFilter(inner);
        target.Bind(scope);
        _entry = ScopeEntry.Of(inner);
        _export.Bind(scope);
    }

    // Jinja2 3.1 forgets to declare the names of the filter's arguments: only those that the body or the code around uses too can be found.
    private void BindFilter(BindingScope inner)
    {
        if (filter is null)
            return;
        foreach (var name in filter.Descendants().OfType<NameNode>())
            if (inner.Symbols.Find(name.Name) is null)
                throw BindingScope.Error(TemplateErrorKind.Syntax,
                    $"the name '{name.Name}' is used by the filter of a set block and nowhere else, which Jinja2 3.1 does not accept: set a variable to it first", Line);
        filter.Bind(inner);
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
            var value = filter is null ? text : filter.Apply(frame, text);
            target.Assign(frame, state.AutoEscape ? new Markup(Printing.Text(value, state)) : value);
            _export.Run(frame);
        }
        _entry.Leave(frame);
        return completion;
    }
}

/// <summary>What the top level sets is noted in the context, where blocks find it.</summary>
internal sealed class Export(AssignTarget target)
{
    private readonly List<(string Name, VariableReference Variable)> _variables = [];

    public void Bind(BindingScope scope)
    {
        if (!scope.IsTopLevel || scope.Template.Blocks.Count == 0)
            return;
        foreach (var name in target.Names)
            _variables.Add((name, scope.Reference(name)));
    }

    public void Run(Frame frame)
    {
        foreach (var (name, variable) in _variables)
            frame.Context.Export(name, variable.Get(frame));
    }
}
