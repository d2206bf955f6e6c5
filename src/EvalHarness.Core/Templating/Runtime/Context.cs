using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Runtime;

/// <summary>
/// The names a template can look up: what its top level has set so far, the caller's values, the environment's globals. The caller's values are
/// converted when they are first asked for, and stay the same objects for the whole rendering.
/// </summary>
internal sealed class Context
{
    private readonly JinjaEnvironment _environment;
    private readonly IVariables _values;
    private readonly Context? _outer;
    private Dictionary<string, object?>? _converted;
    private Dictionary<string, object?>? _set;

    public Context(JinjaEnvironment environment, IVariables values) => (_environment, _values) = (environment, values);

    /// <summary>A context that sees some local variables before all others (scoped blocks).</summary>
    public Context(Context outer, Dictionary<string, object?> locals)
    {
        (_environment, _values, _outer) = (outer._environment, outer._values, outer);
        _set = locals;
    }

    /// <summary>A value, or <see cref="Missing"/>.</summary>
    public object? Resolve(string name)
    {
        if (_set is not null && _set.TryGetValue(name, out var value))
            return value;
        if (_outer is not null)
            return _outer.Resolve(name);
        if (_converted is not null && _converted.TryGetValue(name, out value))
            return value;
        if (_values.TryGet(name, out value))
        {
            if (value is string)
                return value;
            return (_converted ??= [])[name] = Conversion.ToValue(value);
        }
        return _environment.FindGlobal(name);
    }

    /// <summary>Notes what the top level sets, for blocks.</summary>
    public void Export(string name, object? value) => (_set ??= [])[name] = value;
}
