using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating;

/// <summary>The code of a function, filter, test or method.</summary>
public delegate object? TemplateFunctionBody(in TemplateCall call);

/// <summary>A parameter of a <see cref="TemplateFunction"/>.</summary>
/// <param name="Name">Its keyword; empty where it can be given by position only.</param>
/// <param name="Default">Its value when it is not given: null, a bool, a long, a double or a string.</param>
/// <param name="IsRequired">Whether leaving it out is an error.</param>
public readonly record struct TemplateParameter(string Name, object? Default, bool IsRequired = false)
{
    /// <summary>A parameter that must be given.</summary>
    public static TemplateParameter Required(string name) => new(name, null, IsRequired: true);
}

/// <summary>
/// Something a template can call: a global function, a filter (the filtered value is <see cref="TemplateCall.Subject"/>), a test, or a method.
/// Immutable and safe to share.
/// </summary>
public sealed class TemplateFunction
{
    private static readonly object?[] NoArguments = [];

    private readonly TemplateFunctionBody _body;
    private readonly TemplateParameter[] _parameters;
    private readonly object?[] _defaults;
    private readonly bool _isVariadic;

    /// <summary>A function whose arguments are bound to its parameters, with Python's rules and errors.</summary>
    public TemplateFunction(string name, TemplateFunctionBody body, params ReadOnlySpan<TemplateParameter> parameters)
        : this(name, body, isVariadic: false, parameters) { }

    private TemplateFunction(string name, TemplateFunctionBody body, bool isVariadic, ReadOnlySpan<TemplateParameter> parameters)
    {
        Name = name;
        _body = body;
        _parameters = parameters.ToArray();
        _defaults = Array.ConvertAll(_parameters, p => p.IsRequired ? Missing.Value : Conversion.ToValue(p.Default));
        _isVariadic = isVariadic;
    }

    /// <summary>Its name in messages.</summary>
    public string Name { get; }

    /// <summary>Whether it changes the value it is a method of: the sandbox forbids such methods.</summary>
    internal bool Mutates { get; init; }

    /// <summary>A function that takes any arguments, as they come: <see cref="TemplateCall.Arguments"/> and <see cref="TemplateCall.Keywords"/>.</summary>
    public static TemplateFunction Variadic(string name, TemplateFunctionBody body) => new(name, body, isVariadic: true, []);

    internal static TemplateFunction Variadic(string name, TemplateFunctionBody body, bool mutates) => new(name, body, isVariadic: true, []) { Mutates = mutates };

    internal object? Invoke(RenderState state, object? subject, object?[]? arguments = null, KeywordArguments? keywords = null)
    {
        state.Step();
        state.ChargeReading(subject);
        if (_isVariadic)
            return _body(new TemplateCall(state, subject, arguments ?? NoArguments, keywords));
        return _body(new TemplateCall(state, subject, BindArguments(arguments ?? NoArguments, keywords), null));
    }

    private object?[] BindArguments(object?[] given, KeywordArguments? keywords)
    {
        var hasKeywords = keywords is { Count: > 0 };
        if (given.Length == _parameters.Length && !hasKeywords)
            return given;
        if (given.Length > _parameters.Length)
            throw Fault.Type($"{Name}() takes at most {_parameters.Length} argument(s) ({given.Length} given)");
        var bound = given.Length == 0 && !hasKeywords ? _defaults : [.. given, .. _defaults.AsSpan(given.Length)];
        if (hasKeywords)
            BindKeywords(bound, given.Length, keywords!);
        for (var i = given.Length; i < bound.Length; i++)
            if (_parameters[i].IsRequired && ReferenceEquals(bound[i], Missing.Value))
                throw Fault.Type($"{Name}() is missing the argument '{_parameters[i].Name}'");
        return bound;
    }

    private void BindKeywords(object?[] bound, int positional, KeywordArguments keywords)
    {
        foreach (var (name, value) in keywords)
        {
            var index = Array.FindIndex(_parameters, p => p.Name == name && name.Length > 0);
            if (index < 0)
                throw Fault.Type($"{Name}() got an unexpected keyword argument '{name}'");
            if (index < positional)
                throw Fault.Type($"{Name}() got multiple values for argument '{name}'");
            bound[index] = value;
        }
    }
}
