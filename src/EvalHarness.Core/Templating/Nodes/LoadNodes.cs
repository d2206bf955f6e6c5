using EvalHarness.Core.Templating.Binding;
using EvalHarness.Core.Templating.Runtime;

namespace EvalHarness.Core.Templating.Nodes;

/// <summary><c>include</c>, <c>import</c>, <c>from</c> and <c>extends</c>: they ask for another template, and there is none to be had.</summary>
/// <param name="tag">The tag.</param>
/// <param name="template">The template's name.</param>
/// <param name="names">The names an import would set.</param>
/// <param name="line">The line.</param>
internal sealed class LoadNode(string tag, Expression template, string[] names, int line) : Statement(line)
{
    public override IEnumerable<TemplateNode> Children => [template];

    public override void Declare(SymbolTable symbols)
    {
        base.Declare(symbols);
        foreach (var name in names)
            symbols.Store(name);
    }

    public override void Bind(BindingScope scope)
    {
        if (tag == "extends" && !scope.IsTopLevel)
            throw BindingScope.Error(TemplateErrorKind.Syntax, "cannot use extend from a non top-level scope", Line);
        base.Bind(scope);
    }

    public override Completion Execute(Frame frame)
    {
        frame.State.Line = Line;
        template.Evaluate(frame);
        throw new TemplateException(TemplateErrorKind.Loader, $"'{tag}' asks for another template, but templates here stand alone");
    }
}
