using EvalHarness.Core.Templating.Binding;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Nodes;

/// <summary><c>if</c> with its <c>elif</c> branches (which are conditions without branches of their own) and <c>else</c>.</summary>
internal sealed class IfNode(Expression test, Statement[] body, IfNode[] others, Statement[] otherwise, int line) : Statement(line)
{
    public override IEnumerable<TemplateNode> Children => [test, .. body, .. others, .. otherwise];

    public override void Declare(SymbolTable symbols)
    {
        test.Declare(symbols);
        symbols.Branch(branch => DeclareAll(body, branch), branch => DeclareAll(others, branch), branch => DeclareAll(otherwise, branch));
    }

    public override void Bind(BindingScope scope) => base.Bind(scope.Conditional());

    public override Completion Execute(Frame frame)
    {
        if (Applies(frame))
            return Run(body, frame);
        foreach (var other in others)
            if (other.Applies(frame))
                return Run(other.Body, frame);
        return Run(otherwise, frame);
    }

    private Statement[] Body => body;

    private bool Applies(Frame frame)
    {
        frame.State.Line = Line;
        return Truth.Of(test.Evaluate(frame), frame.State);
    }

    private static void DeclareAll(Statement[] statements, SymbolTable symbols)
    {
        foreach (var statement in statements)
            statement.Declare(symbols);
    }
}

/// <summary><c>break</c> and <c>continue</c>.</summary>
internal sealed class LoopExitNode(Completion completion, int line) : Statement(line)
{
    public override Completion Execute(Frame frame) => completion;
}
