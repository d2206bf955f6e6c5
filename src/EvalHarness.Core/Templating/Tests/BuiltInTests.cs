using System.Collections.Frozen;
using System.Numerics;
using EvalHarness.Core.Templating.Methods;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Tests;

/// <summary>The built-in tests, <c>x is …</c>.</summary>
internal static class BuiltInTests
{
    private static readonly FrozenDictionary<string, TemplateFunction> All = new Dictionary<string, TemplateFunction>
    {
        ["defined"] = Test("defined", (in call) => call.Subject is not Undefined),
        ["undefined"] = Test("undefined", (in call) => call.Subject is Undefined),
        ["none"] = Test("none", (in call) => call.Subject is null),
        ["boolean"] = Test("boolean", (in call) => call.Subject is bool),
        ["true"] = Test("true", (in call) => call.Subject is true),
        ["false"] = Test("false", (in call) => call.Subject is false),
        ["integer"] = Test("integer", (in call) => call.Subject is long or BigInteger),
        ["float"] = Test("float", (in call) => call.Subject is double),
        ["number"] = Test("number", (in call) => Numbers.IsNumber(call.Subject)),
        ["string"] = Test("string", (in call) => call.Subject is string or Markup),
        ["mapping"] = Test("mapping", (in call) => call.Subject is TemplateMap),
        ["sequence"] = Test("sequence", (in call) => call.Subject is string or Markup or TemplateList or TemplateTuple or TemplateMap or TemplateRange or TemplateBytes or Undefined),
        ["iterable"] = Test("iterable", (in call) => call.Subject is SelfReference || Iteration.IsIterable(call.Subject)),
        ["callable"] = Test("callable", (in call) => Invocation.IsCallable(call.Subject)),
        ["escaped"] = Test("escaped", (in call) => call.Subject is Markup),
        ["lower"] = Test("lower", (in call) => TextPredicates.IsLower(call.Text(call.Subject))),
        ["upper"] = Test("upper", (in call) => TextPredicates.IsUpper(call.Text(call.Subject))),
        ["odd"] = Test("odd", (in call) => ValueEquality.AreEqual(Arithmetic.Modulo(call.Subject, 2L, call.State), 1L)),
        ["even"] = Test("even", (in call) => ValueEquality.AreEqual(Arithmetic.Modulo(call.Subject, 2L, call.State), 0L)),
        ["divisibleby"] = Test("divisibleby", (in call) => ValueEquality.AreEqual(Arithmetic.Modulo(call.Subject, call[0], call.State), 0L), TemplateParameter.Required("num")),
        ["sameas"] = Test("sameas", (in call) => AreSame(call.Subject, call[0]), TemplateParameter.Required("other")),
        ["in"] = Test("in", (in call) => Ordering.Contains(call[0], call.Subject, call.State), TemplateParameter.Required("seq")),
        ["filter"] = Test("filter", (in call) => KeyOf(call.Subject) is { } name && call.State.Environment.FindFilter(name) is not null),
        ["test"] = Test("test", (in call) => KeyOf(call.Subject) is { } name && Find(name) is not null),
        ["eq"] = Comparing("eq", (x, y, _) => ValueEquality.AreEqual(x, y)),
        ["ne"] = Comparing("ne", (x, y, _) => !ValueEquality.AreEqual(x, y)),
        ["lt"] = Comparing("lt", Ordering.Less),
        ["le"] = Comparing("le", Ordering.LessOrEqual),
        ["gt"] = Comparing("gt", Ordering.Greater),
        ["ge"] = Comparing("ge", Ordering.GreaterOrEqual),
    }.ToFrozenDictionary();

    private delegate bool Predicate(in TemplateCall call);

    /// <summary>A test by its name or one of its aliases, or null.</summary>
    public static TemplateFunction? Find(string name) => All.GetValueOrDefault(name switch
    {
        "==" or "equalto" => "eq",
        "!=" => "ne",
        "<" or "lessthan" => "lt",
        "<=" => "le",
        ">" or "greaterthan" => "gt",
        ">=" => "ge",
        _ => name,
    });

    private static TemplateFunction Test(string name, Predicate predicate, params ReadOnlySpan<TemplateParameter> parameters) =>
        new(name, (in call) => Boxes.Bool(predicate(call)), parameters);

    private static TemplateFunction Comparing(string name, Func<object?, object?, RenderState, bool> compare) =>
        new(name, (in call) => Boxes.Bool(compare(call.Subject, call[0], call.State)), TemplateParameter.Required(""));

    // Small values are one object in Python; larger ones are compared by value here, where Python's answer depends on chance.
    private static bool AreSame(object? x, object? y) => ReferenceEquals(x, y) || (x, y) switch
    {
        (long a, long b) => a == b,
        (bool a, bool b) => a == b,
        (string a, string b) => a == b,
        _ => false,
    };

    private static string? KeyOf(object? value) => !ValueEquality.IsHashable(value)
        ? throw Fault.Type($"unhashable type: '{TypeNames.Of(value)}'")
        : TemplateValue.AsText(value);
}
