using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Runtime;

/// <summary>Calls whatever can be called.</summary>
internal static class Invocation
{
    public static object? Call(object? target, object?[] arguments, KeywordArguments? keywords, RenderState state)
    {
        switch (target)
        {
            case BoundMethod method:
                return method.Function.Invoke(state, method.Self, arguments, keywords);
            case TemplateFunction function:
                return function.Invoke(state, null, arguments, keywords);
            case TypeValue { Constructor: { } constructor }:
                return constructor.Invoke(state, null, arguments, keywords);
            case MacroValue macro:
                return macro.Call(arguments, keywords, state);
            case LoopValue loop when arguments.Length == 1 && keywords is null:
                return loop.Call(arguments[0]);
            case JoinerValue joiner when arguments.Length == 0 && keywords is null:
                return joiner.Call();
            case BlockReference block when arguments.Length == 0 && keywords is null:
                return block.Call(state);
            case Undefined undefined:
                throw undefined.Failure();
            default:
                throw Fault.Type(IsCallable(target)
                    ? $"{TypeNames.Of(target)} takes other arguments"
                    : $"'{TypeNames.Of(target)}' object is not callable");
        }
    }

    public static bool IsCallable(object? value) =>
        value is BoundMethod or TemplateFunction or TypeValue or MacroValue or LoopValue or JoinerValue or BlockReference or Undefined;
}
