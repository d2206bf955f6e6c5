namespace EvalHarness.Core.Manifests;

/// <summary>One thing that is wrong with a manifest.</summary>
/// <param name="Position">Where: file, line and column of the value, or of the name where the field itself is wrong.</param>
/// <param name="Path">The field, such as <c>comparisons[0].limit</c>; empty for the manifest as a whole.</param>
/// <param name="Message">One or two sentences: what was found, what is allowed, and what was perhaps meant.</param>
public sealed record ManifestError(JsonPosition Position, string Path, string Message)
{
    /// <summary>The value or name found, as the message shows it; null where something is missing, or where it may be a secret.</summary>
    public string? Found { get; init; }

    /// <summary>The names or values that are allowed there; empty where they cannot be listed.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>The allowed name or value that comes closest to what was found, or null.</summary>
    public string? Suggestion { get; init; }

    /// <summary>The file.</summary>
    public string File => Position.File;

    /// <summary>The line, from 1.</summary>
    public int Line => Position.Line;

    /// <summary>The column, from 1.</summary>
    public int Column => Position.Column;

    /// <summary><c>file:line:column: message</c>.</summary>
    public override string ToString() => $"{Position}: {Message}";
}
