using EvalHarness.Core.Templating.Binding;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Nodes;

/// <summary><c>macro</c>.</summary>
internal sealed class MacroNode(string name, MacroBody body, int line) : Statement(line)
{
    private readonly NameTarget _target = new(name, line);
    private Export _export = null!;

    public override IEnumerable<TemplateNode> Children => body.Children;

    public override void Declare(SymbolTable symbols) => _target.Declare(symbols);

    public override void Bind(BindingScope scope)
    {
        body.Bind(scope);
        _target.Bind(scope);
        _export = new Export(_target);
        _export.Bind(scope);
    }

    public override Completion Execute(Frame frame)
    {
        _target.Assign(frame, new MacroValue(body, frame));
        _export.Run(frame);
        return Completion.Normal;
    }
}

/// <summary><c>call f(...)</c> … <c>endcall</c>: calls a macro, with the body as its <c>caller</c>.</summary>
internal sealed class CallBlockNode(CallNode call, MacroBody body, int line) : Statement(line)
{
    public override IEnumerable<TemplateNode> Children => body.Children.Prepend(call);

    public override void Declare(SymbolTable symbols) => call.Declare(symbols);

    public override void Bind(BindingScope scope)
    {
        body.Bind(scope);
        call.Bind(scope);
    }

    public override Completion Execute(Frame frame)
    {
        frame.State.Line = Line;
        var value = call.Call(frame, new MacroValue(body, frame));
        frame.State.Output.Append(TemplateCall.PlainText(value, "what a call block prints"));
        return Completion.Normal;
    }
}

/// <summary><c>generation</c> … <c>endgeneration</c> of chat templates: marks what the assistant wrote; here it renders its body, in a scope of its own.</summary>
internal sealed class GenerationNode(MacroBody body, int line) : Statement(line)
{
    public override IEnumerable<TemplateNode> Children => body.Children;

    public override void Declare(SymbolTable symbols) { }

    public override void Bind(BindingScope scope) => body.Bind(scope);

    public override Completion Execute(Frame frame)
    {
        var text = new MacroValue(body, frame).Call([], null, frame.State);
        frame.State.Output.Append(Printing.Text(text, frame.State));
        return Completion.Normal;
    }
}
