namespace EvalHarness.Core.Templating;

/// <summary>When a template failed.</summary>
public enum TemplateStage
{
    /// <summary>The source is not a template: it never runs.</summary>
    Parse,

    /// <summary>The template ran on values it cannot work with.</summary>
    Render,
}

/// <summary>What kind of fault a template hit; the names follow the exceptions of Python and Jinja2.</summary>
public enum TemplateErrorKind
{
    /// <summary>The source breaks the grammar.</summary>
    Syntax,

    /// <summary>A filter or test of that name does not exist.</summary>
    UnknownName,

    /// <summary>A missing value was used for more than printing, testing or looping.</summary>
    Undefined,

    /// <summary>An operation does not exist for the types it was given.</summary>
    Type,

    /// <summary>A value of the right type is out of its domain.</summary>
    Value,

    /// <summary>A key or position does not exist.</summary>
    Lookup,

    /// <summary>Division or modulo by zero.</summary>
    ZeroDivision,

    /// <summary>A number is out of the range of its type.</summary>
    Overflow,

    /// <summary>A filter was given arguments it does not know.</summary>
    Argument,

    /// <summary>The sandbox forbids it.</summary>
    Security,

    /// <summary>Any other error of the template at run time.</summary>
    Runtime,

    /// <summary>The template asks for another template; there is no loader.</summary>
    Loader,

    /// <summary>The template itself raised the error (<c>raise_exception</c> of chat templates).</summary>
    Raised,

    /// <summary>A limit on output, steps or nesting was reached.</summary>
    Limit,
}

/// <summary>
/// A template cannot be parsed or rendered. <see cref="Exception.Message"/> is a sentence with the line; <see cref="Reason"/> is the bare cause,
/// which for <see cref="TemplateErrorKind.Raised"/> is exactly the template's own message.
/// </summary>
public sealed class TemplateException : Exception
{
    /// <summary>Without a cause.</summary>
    public TemplateException() : this("The template failed.") { }

    /// <summary>With a cause.</summary>
    public TemplateException(string message) : this(TemplateErrorKind.Runtime, message) { }

    /// <summary>With a cause and the exception behind it.</summary>
    public TemplateException(string message, Exception innerException) : base(message, innerException)
    {
        Kind = TemplateErrorKind.Runtime;
        Reason = message;
        Stage = TemplateStage.Render;
    }

    /// <summary>A fault of a kind; stage and line are filled in where it leaves the engine. For functions and filters of one's own.</summary>
    public TemplateException(TemplateErrorKind kind, string reason) : base(reason)
    {
        Kind = kind;
        Reason = reason;
        Stage = TemplateStage.Render;
    }

    internal TemplateException(TemplateErrorKind kind, string reason, TemplateStage stage, int line, Exception? cause = null)
        : base(reason, cause)
    {
        Kind = kind;
        Reason = reason;
        Stage = stage;
        Line = line;
    }

    /// <summary>Whether the source or a rendering was at fault.</summary>
    public TemplateStage Stage { get; private set; }

    /// <summary>The kind of fault.</summary>
    public TemplateErrorKind Kind { get; }

    /// <summary>The bare cause.</summary>
    public string Reason { get; }

    /// <summary>The line of the template, counted from 1; 0 where it is not known.</summary>
    public int Line { get; private set; }

    /// <inheritdoc/>
    public override string Message => Line == 0
        ? Reason
        : $"The template cannot be {(Stage == TemplateStage.Parse ? "parsed" : "rendered")}: line {Line}: {Reason}";

    /// <summary>Notes where the fault left the engine, unless that is known already.</summary>
    internal TemplateException At(TemplateStage stage, int line)
    {
        if (Line == 0)
            (Stage, Line) = (stage, line);
        return this;
    }
}
