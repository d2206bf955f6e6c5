using EvalHarness.Core.Templating.Binding;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Nodes;

/// <summary>A piece of output: fixed text, or an expression to print.</summary>
internal readonly record struct OutputPart(string? Text, Expression? Value)
{
    /// <summary>Whether Jinja would have computed it while compiling.</summary>
    public bool IsConstant { get; init; }
}

/// <summary>Text and printed expressions in a row.</summary>
internal sealed class OutputNode(OutputPart[] parts, int line) : Statement(line)
{
    private EscapeMode _escape;

    /// <summary>Whether it prints white space alone.</summary>
    public bool IsBlank => Array.TrueForAll(parts, part => part.Text is not null && Core.Text.PythonText.StripSpan(part.Text).IsEmpty);

    public override IEnumerable<TemplateNode> Children => parts.Select(part => part.Value).OfType<TemplateNode>();

    public override void Bind(BindingScope scope)
    {
        _escape = scope.Escape;
        base.Bind(scope);
        for (var i = 0; i < parts.Length; i++)
            parts[i] = parts[i] with { IsConstant = parts[i].Value is { IsConstant: true } };
    }

    public override Completion Execute(Frame frame)
    {
        var state = frame.State;
        foreach (var part in parts)
        {
            if (part.Text is not null)
            {
                state.Output.Append(part.Text);
                continue;
            }
            var expression = part.Value!;
            state.Line = expression.Line;
            state.Step();
            state.IsFolding = part.IsConstant;
            var value = expression.Evaluate(frame);
            var printed = value as string ?? Printing.Text(value, state);
            if (_escape != EscapeMode.Off && value is not Markup && (_escape == EscapeMode.On || (state.AutoEscape && !part.IsConstant)))
                printed = Markup.Escape(printed);
            state.IsFolding = false;
            state.Output.Append(printed);
        }
        return Completion.Normal;
    }
}
