namespace EvalHarness.Core.Manifests;

/// <summary>A place in a manifest, or in an override given on the command line.</summary>
/// <param name="File">The file as it was named; for an override <c>--set</c> and its path (never its value).</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 units, as editors count.</param>
public readonly record struct JsonPosition(string File, int Line, int Column)
{
    /// <summary><c>file:line:column</c>, which terminals and editors open on a click.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
