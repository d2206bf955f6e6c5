using EvalHarness.Core.Metrics;

namespace EvalHarness.Core.Manifests;

/// <summary>
/// The names this build of EvalHarness knows, so that the reader can refuse others and suggest the nearest. What is null is not checked by the
/// reader: suites, systems and providers are registered in other projects.
/// </summary>
public sealed record ManifestVocabulary
{
    /// <summary>Checks form and references only.</summary>
    public static ManifestVocabulary Unchecked { get; } = new();

    /// <summary>Names of suite families.</summary>
    public IReadOnlyList<string>? SuiteFamilies { get; init; }

    /// <summary>Names of systems.</summary>
    public IReadOnlyList<string>? Systems { get; init; }

    /// <summary>Names of model providers.</summary>
    public IReadOnlyList<string>? Providers { get; init; }

    /// <summary>Metrics with their options.</summary>
    public IReadOnlyList<MetricFactory>? Metrics { get; init; }
}
