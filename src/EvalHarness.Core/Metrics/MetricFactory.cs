namespace EvalHarness.Core.Metrics;

/// <summary>One option of a metric as <c>score</c>, manifests and identity cards know it.</summary>
/// <param name="Name">Such as <c>stem</c>; on the command line <c>--stem</c>.</param>
/// <param name="Default">The value in force when none is given.</param>
/// <param name="Allowed">The allowed values, or null where any text of the described form is.</param>
/// <param name="Description">What it does.</param>
public sealed record MetricOption(string Name, string Default, IReadOnlyList<string>? Allowed, string Description);

/// <summary>How a metric of one name is made. One per metric folder; <see cref="MetricCatalog"/> lists them.</summary>
/// <param name="Name">The name a manifest uses.</param>
/// <param name="Options">The options it takes.</param>
/// <param name="Create">Makes it from all options, defaults filled in. Throws <see cref="MetricInputException"/> on a bad value.</param>
public sealed record MetricFactory(string Name, IReadOnlyList<MetricOption> Options, Func<IReadOnlyDictionary<string, string>, IMetric> Create)
{
    /// <summary>For metrics that need the whole split; then <see cref="Create"/> is not called.</summary>
    public Func<IReadOnlyDictionary<string, string>, ISplitMetric>? CreateForSplit { get; init; }

    /// <summary>The fields of a line of predictions that it reads, beside <c>id</c> and <c>cluster</c>.</summary>
    public IReadOnlyList<InputField> Fields { get; init; } = InputField.PredictionAndReferences;
}
