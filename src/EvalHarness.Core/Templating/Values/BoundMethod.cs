namespace EvalHarness.Core.Templating.Values;

/// <summary>A method together with the value it is called on.</summary>
internal sealed class BoundMethod(object self, TemplateFunction function)
{
    public object Self { get; } = self;

    public TemplateFunction Function { get; } = function;
}
