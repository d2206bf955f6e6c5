using EvalHarness.Core.Templating.Binding;
using EvalHarness.Core.Templating.Runtime;

namespace EvalHarness.Core.Templating.Nodes;

/// <summary>A node of a parsed template. Its life: made by the parser, bound once to the variables it uses, then run by any number of threads.</summary>
internal abstract class TemplateNode(int line)
{
    /// <summary>The line it starts in.</summary>
    public int Line { get; } = line;

    /// <summary>The parts, in the order in which Jinja looks at their names.</summary>
    public virtual IEnumerable<TemplateNode> Children => [];

    /// <summary>Notes the names that the node reads and sets in the scope it stands in, not those of scopes of its own.</summary>
    public virtual void Declare(SymbolTable symbols)
    {
        foreach (var child in Children)
            child.Declare(symbols);
    }

    /// <summary>Finds the variables of names and checks filters and tests.</summary>
    /// <exception cref="TemplateException">A filter or test is unknown, or a construct stands where it must not.</exception>
    public virtual void Bind(BindingScope scope)
    {
        foreach (var child in Children)
            child.Bind(scope);
    }

    /// <summary>This node and all below it.</summary>
    public IEnumerable<TemplateNode> Descendants()
    {
        foreach (var child in Children)
        {
            yield return child;
            foreach (var deeper in child.Descendants())
                yield return deeper;
        }
    }
}

/// <summary>A node with a value.</summary>
internal abstract class Expression : TemplateNode
{
    // Evaluation recurses: a chain such as a + b + c + … is as deep as it is long.
    private const int MaximumHeight = 300;

    protected Expression(int line, params ReadOnlySpan<Expression?> parts) : base(line)
    {
        foreach (var part in parts)
            if (part is not null && part.Height >= Height)
                Height = part.Height + 1;
        if (Height > MaximumHeight)
            throw new TemplateException(TemplateErrorKind.Limit, $"the expression is more than {MaximumHeight} operations deep", TemplateStage.Parse, line);
    }

    private int Height { get; }

    /// <summary>Whether Jinja computes the value when it compiles the template, which shows where escaping is concerned.</summary>
    public virtual bool IsConstant => Children.All(child => child is Expression { IsConstant: true });

    /// <summary>The value.</summary>
    public abstract object? Evaluate(Frame frame);
}

/// <summary>How a statement ended.</summary>
internal enum Completion
{
    Normal,
    Break,
    Continue,
}

/// <summary>A node that does something.</summary>
internal abstract class Statement(int line) : TemplateNode(line)
{
    /// <summary>Runs it.</summary>
    public abstract Completion Execute(Frame frame);

    /// <summary>Runs statements up to the first that leaves a loop.</summary>
    protected static Completion Run(Statement[] body, Frame frame)
    {
        foreach (var statement in body)
        {
            frame.State.Step();
            var completion = statement.Execute(frame);
            if (completion != Completion.Normal)
                return completion;
        }
        return Completion.Normal;
    }
}
