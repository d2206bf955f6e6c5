using EvalHarness.Core.Templating.Binding;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Nodes;

/// <summary>The parts of a loop.</summary>
/// <param name="Target">What each item is assigned to.</param>
/// <param name="Iterable">What is iterated.</param>
/// <param name="Filter">The condition after <c>if</c>, or null.</param>
/// <param name="Body">What is run for each item.</param>
/// <param name="Otherwise">What is run when no turn came to its end.</param>
/// <param name="IsRecursive">Whether <c>loop(...)</c> runs the loop on other items.</param>
internal sealed record LoopParts(AssignTarget Target, Expression Iterable, Expression? Filter, Statement[] Body, Statement[] Otherwise, bool IsRecursive);

/// <summary><c>for</c>.</summary>
internal sealed class ForNode(LoopParts parts, int line) : Statement(line)
{
    private readonly AssignTarget _filterTarget = parts.Target.Copy();
    private FunctionLayout? _function;
    private VariableReference? _loop;
    private ScopeEntry _entry = null!;
    private ScopeEntry? _filterEntry;
    private ScopeEntry? _otherwiseEntry;
    private EscapeMode _escape;

    public override IEnumerable<TemplateNode> Children => parts.Filter is null
        ? [parts.Target, parts.Iterable, .. parts.Body, .. parts.Otherwise]
        : [parts.Target, parts.Iterable, .. parts.Body, .. parts.Otherwise, parts.Filter];

    public override void Declare(SymbolTable symbols) => parts.Iterable.Declare(symbols);

    public override void Bind(BindingScope scope)
    {
        if (Descendants().OfType<NameTarget>().FirstOrDefault(target => target is { Name: "loop", IsParameter: false }) is { } assigned)
            throw BindingScope.Error(TemplateErrorKind.Syntax, "Can't assign to special loop variable in for-loop target", assigned.Line);
        _escape = scope.Escape;
        _function = parts.IsRecursive ? new FunctionLayout(scope.Symbols.Function) : null;
        parts.Iterable.Bind(scope);
        BindBody(scope.Inner(_function));
        if (parts.Filter is { } filter)
        {
            var filterScope = scope.Inner(_function);
            _filterTarget.DeclareParameters(filterScope.Symbols);
            filter.Declare(filterScope.Symbols);
            _filterTarget.Bind(filterScope);
            filter.Bind(filterScope);
            _filterEntry = ScopeEntry.Of(filterScope);
        }
        if (parts.Otherwise.Length > 0)
            _otherwiseEntry = BindAll(parts.Otherwise, scope.Inner(_function));
    }

    public override Completion Execute(Frame frame)
    {
        frame.State.Line = Line;
        var iterable = parts.Iterable.Evaluate(frame);
        if (!parts.IsRecursive)
            return Loop(frame, iterable, null, 0);
        frame.State.Output.Append(Printing.Text(Recurse(frame, iterable, 0), frame.State));
        return Completion.Normal;
    }

    private void BindBody(BindingScope scope)
    {
        var usesLoop = parts.IsRecursive || NameSearch.Reads(parts.Body, "loop") || Descendants().OfType<BlockNode>().Any(block => block.IsScoped);
        if (usesLoop)
            _loop = scope.Reference(scope.Symbols.Declare("loop"));
        parts.Target.DeclareParameters(scope.Symbols);
        _entry = BindAll(parts.Body, scope, parts.Target);
    }

    private static ScopeEntry BindAll(Statement[] statements, BindingScope scope, AssignTarget? target = null)
    {
        foreach (var statement in statements)
            statement.Declare(scope.Symbols);
        target?.Bind(scope);
        foreach (var statement in statements)
            statement.Bind(scope);
        return ScopeEntry.Of(scope);
    }

    private object Recurse(Frame outer, object? iterable, int depth)
    {
        var state = outer.State;
        state.Enter();
        var output = state.BeginCapture();
        Loop(new Frame(outer, _function!.SlotCount), iterable, (inner, deeper) => Recurse(outer, inner, deeper), depth);
        var text = state.EndCapture(output);
        state.Leave();
        return _escape == EscapeMode.On || (_escape == EscapeMode.Dynamic && state.AutoEscape) ? new Markup(text) : text;
    }

    private Completion Loop(Frame frame, object? iterable, Func<object?, int, object?>? recurse, int depth)
    {
        var items = Iteration.Items(iterable, frame.State);
        if (parts.Filter is not null)
            items = Filtered(items, frame);
        using var enumerator = items.GetEnumerator();
        var loop = _loop is null ? null : new LoopValue(iterable, enumerator, parts.Filter is not null, recurse, depth);
        // As in Jinja, a turn that break or continue cuts short does not count as one: else runs if there was no other.
        var completed = false;
        while (Next(enumerator, loop, out var item))
        {
            parts.Target.Assign(frame, item);
            _loop?.Set(frame, loop);
            _entry.Enter(frame);
            var completion = Run(parts.Body, frame);
            if (completion == Completion.Break)
                break;
            completed |= completion == Completion.Normal;
        }
        if (!parts.IsRecursive || _otherwiseEntry is not null)
            _entry.Leave(frame);
        if (completed || _otherwiseEntry is null)
            return Completion.Normal;
        _otherwiseEntry.Enter(frame);
        var end = Run(parts.Otherwise, frame);
        _otherwiseEntry.Leave(frame);
        return end;
    }

    private static bool Next(IEnumerator<object?> enumerator, LoopValue? loop, out object? item)
    {
        if (loop is not null)
            return loop.MoveNext(out item);
        var found = enumerator.MoveNext();
        item = found ? enumerator.Current : null;
        return found;
    }

    private IEnumerable<object?> Filtered(IEnumerable<object?> items, Frame frame)
    {
        _filterEntry!.Enter(frame);
        foreach (var item in items)
        {
            _filterTarget.Assign(frame, item);
            if (Truth.Of(parts.Filter!.Evaluate(frame), frame.State))
                yield return _filterTarget.Read(frame);
        }
    }
}
