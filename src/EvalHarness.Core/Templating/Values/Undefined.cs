using EvalHarness.Core.Templating.Formatting;

namespace EvalHarness.Core.Templating.Values;

/// <summary>
/// The value of an unknown name, key, attribute or position: prints nothing, is false, iterates as empty, and fails when it is used for more.
/// Immutable. The message is built only when it fails.
/// </summary>
internal sealed class Undefined
{
    private readonly string? _hint;
    private readonly object? _owner;
    private readonly object? _name;
    private readonly TemplateErrorKind _kind = TemplateErrorKind.Undefined;

    private Undefined(string? hint, object? owner, object? name, TemplateErrorKind kind = TemplateErrorKind.Undefined) =>
        (_hint, _owner, _name, _kind) = (hint, owner, name, kind);

    /// <summary>An unknown variable.</summary>
    public static Undefined Variable(string name) => new(null, Missing.Value, name);

    /// <summary>An unknown key, attribute or position of a value.</summary>
    public static Undefined Member(object? owner, object? name) => new(null, owner, name);

    /// <summary>Undefined for a stated reason.</summary>
    public static Undefined Because(string hint) => new(hint, null, null);

    /// <summary>A member that the sandbox hides.</summary>
    public static Undefined Unsafe(object? owner, string name) => new(
        $"access to attribute '{name}' of '{TypeNames.Of(owner)}' object is unsafe.", null, null, TemplateErrorKind.Security);

    /// <summary>The error of using it.</summary>
    public TemplateException Failure() => new(_kind, Describe());

    private string Describe()
    {
        if (_hint is not null)
            return _hint;
        if (ReferenceEquals(_owner, Missing.Value))
            return $"'{_name}' is undefined";
        var owner = _owner is null ? "None" : $"{TypeNames.Of(_owner)} object";
        return _name is string name ? $"'{owner}' has no attribute {StringRepr.Of(name)}" : $"{owner} has no such element";
    }
}
