using EvalHarness.Core.Templating.Nodes;

namespace EvalHarness.Core.Templating.Binding;

/// <summary>Whether output is escaped, as far as the place in the source tells.</summary>
internal enum EscapeMode
{
    Off,
    On,

    /// <summary>Known only when the template runs.</summary>
    Dynamic,
}

/// <summary>What is collected while a whole template is bound.</summary>
internal sealed class TemplateBinding(JinjaEnvironment environment)
{
    public JinjaEnvironment Environment { get; } = environment;

    /// <summary>The blocks by name.</summary>
    public Dictionary<string, BlockNode> Blocks { get; } = [];

    /// <summary>The names that are looked up among the caller's values.</summary>
    public HashSet<string> Undeclared { get; } = [];
}

/// <summary>Where a node stands when it is bound.</summary>
internal sealed record BindingScope
{
    public BindingScope(TemplateBinding template, SymbolTable symbols) => (Template, Symbols) = (template, symbols);

    public TemplateBinding Template { get; }

    public SymbolTable Symbols { get; private init; }

    public EscapeMode Escape { get; init; }

    /// <summary>Whether names set here are the template's own, which blocks see.</summary>
    public bool IsTopLevel { get; init; }

    /// <summary>Whether the code runs on a condition: then unknown filters and tests fail only when they are reached.</summary>
    public bool IsConditional { get; init; }

    /// <summary>A scope inside this one, in the same piece of code or in one of its own.</summary>
    public BindingScope Inner(FunctionLayout? function = null) => new(Template, new SymbolTable(Symbols, function ?? Symbols.Function)) { Escape = Escape };

    /// <summary>This scope in a branch.</summary>
    public BindingScope Conditional() => IsConditional ? this : this with { IsConditional = true };

    /// <summary>How to reach the variable of a name.</summary>
    public VariableReference Reference(string name)
    {
        var variable = Symbols.Find(name) ?? throw new InvalidOperationException($"The name {name} was not declared before it was bound.");
        return Reference(variable);
    }

    public VariableReference Reference(Variable variable) => new(Symbols.Function.LevelsTo(variable.Function), variable.Slot);

    public static TemplateException Error(TemplateErrorKind kind, string reason, int line) => new(kind, reason, TemplateStage.Parse, line);
}
