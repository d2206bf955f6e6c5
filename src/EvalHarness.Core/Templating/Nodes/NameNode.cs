using EvalHarness.Core.Templating.Binding;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Nodes;

/// <summary>A name that is read.</summary>
internal sealed class NameNode(string name, int line) : Expression(line)
{
    private readonly Undefined _undefined = Undefined.Variable(name);
    private VariableReference _variable;

    public string Name { get; } = name;

    public override bool IsConstant => false;

    public override void Declare(SymbolTable symbols) => symbols.Read(Name);

    public override void Bind(BindingScope scope) => _variable = scope.Reference(Name);

    public override object? Evaluate(Frame frame)
    {
        var value = _variable.Get(frame);
        return ReferenceEquals(value, Missing.Value) ? _undefined : value;
    }
}
