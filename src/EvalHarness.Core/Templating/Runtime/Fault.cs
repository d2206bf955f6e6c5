namespace EvalHarness.Core.Templating.Runtime;

/// <summary>Makes the faults of a running template, named after Python's exceptions.</summary>
internal static class Fault
{
    public static TemplateException Type(string reason) => new(TemplateErrorKind.Type, reason);

    public static TemplateException Value(string reason) => new(TemplateErrorKind.Value, reason);

    public static TemplateException Lookup(string reason) => new(TemplateErrorKind.Lookup, reason);

    public static TemplateException Overflow(string reason) => new(TemplateErrorKind.Overflow, reason);

    public static TemplateException ZeroDivision(string reason) => new(TemplateErrorKind.ZeroDivision, reason);

    public static TemplateException Argument(string reason) => new(TemplateErrorKind.Argument, reason);

    public static TemplateException Undefined(string reason) => new(TemplateErrorKind.Undefined, reason);

    public static TemplateException Security(string reason) => new(TemplateErrorKind.Security, reason);

    public static TemplateException Runtime(string reason) => new(TemplateErrorKind.Runtime, reason);

    public static TemplateException Limit(string reason) => new(TemplateErrorKind.Limit, reason);
}
