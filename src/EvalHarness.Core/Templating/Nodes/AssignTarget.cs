using EvalHarness.Core.Templating.Binding;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Nodes;

/// <summary>The left side of an assignment.</summary>
internal abstract class AssignTarget(int line) : TemplateNode(line)
{
    /// <summary>The names that are set.</summary>
    public abstract IEnumerable<string> Names { get; }

    /// <summary>Declares the names as set by the construct that opens the scope.</summary>
    public virtual void DeclareParameters(SymbolTable symbols)
    {
        foreach (var name in Names)
            symbols.Declare(name);
    }

    /// <summary>An unbound copy, for a second scope.</summary>
    public abstract AssignTarget Copy();

    public abstract void Assign(Frame frame, object? value);

    /// <summary>The value the target has, put together again.</summary>
    public abstract object? Read(Frame frame);
}

/// <summary>A name that is set.</summary>
internal sealed class NameTarget(string name, int line, bool isParameter = false) : AssignTarget(line)
{
    private VariableReference _variable;

    public string Name { get; } = name;

    /// <summary>Whether a <c>with</c> block sets it.</summary>
    public bool IsParameter { get; } = isParameter;

    public override IEnumerable<string> Names => [Name];

    public override void Declare(SymbolTable symbols)
    {
        if (IsParameter)
            symbols.Declare(Name);
        else
            symbols.Store(Name);
    }

    public override void Bind(BindingScope scope) => _variable = scope.Reference(Name);

    public override AssignTarget Copy() => new NameTarget(Name, Line, IsParameter);

    public override void Assign(Frame frame, object? value) => _variable.Set(frame, value);

    public override object? Read(Frame frame) => _variable.Get(frame);
}

/// <summary>Several targets that share out the items of a value.</summary>
internal sealed class TupleTarget(AssignTarget[] items, int line) : AssignTarget(line)
{
    public override IEnumerable<TemplateNode> Children => items;

    public override IEnumerable<string> Names => items.SelectMany(item => item.Names);

    public override AssignTarget Copy() => new TupleTarget(Array.ConvertAll(items, item => item.Copy()), Line);

    public override void Assign(Frame frame, object? value)
    {
        if (!Iteration.IsIterable(value))
            throw Fault.Type($"cannot unpack non-iterable {TypeNames.Of(value)} object");
        var values = value is TemplateTuple tuple ? tuple.Items : (IReadOnlyList<object?>)Iteration.Collect(value, frame.State);
        if (values.Count < items.Length)
            throw Fault.Value($"not enough values to unpack (expected {items.Length}, got {values.Count})");
        if (values.Count > items.Length)
            throw Fault.Value($"too many values to unpack (expected {items.Length})");
        for (var i = 0; i < items.Length; i++)
            items[i].Assign(frame, values[i]);
    }

    public override object? Read(Frame frame) => new TemplateTuple(Array.ConvertAll(items, item => item.Read(frame)));
}

/// <summary><c>ns.name</c>: the attribute of a namespace.</summary>
internal sealed class NamespaceTarget(string name, string attribute, int line) : AssignTarget(line)
{
    private VariableReference _variable;

    public override IEnumerable<string> Names => [];

    public override void Declare(SymbolTable symbols) => symbols.Read(name);

    public override void Bind(BindingScope scope) => _variable = scope.Reference(name);

    public override AssignTarget Copy() => new NamespaceTarget(name, attribute, Line);

    /// <summary>Checks, before the value is evaluated, that there is a namespace.</summary>
    public void Require(Frame frame) => _ = SpaceOf(frame);

    public override void Assign(Frame frame, object? value) => SpaceOf(frame).Attributes.Set(attribute, value);

    public override object? Read(Frame frame) => SpaceOf(frame).Attributes.TryGetText(attribute, out var value) ? value : Missing.Value;

    private NamespaceValue SpaceOf(Frame frame) =>
        _variable.Get(frame) as NamespaceValue ?? throw Fault.Runtime("cannot assign attribute on non-namespace object");
}
