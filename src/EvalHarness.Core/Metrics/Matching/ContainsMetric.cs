using EvalHarness.Core.Text;

namespace EvalHarness.Core.Metrics.Matching;

/// <summary>The metric <c>contains</c>: the prediction contains a reference.</summary>
public sealed class ContainsMetric : CorrectnessMetric
{
    private const string Name = "contains";

    private static readonly MetricOption IgnoreCase =
        new("ignore-case", "false", TextMetricInput.TrueOrFalse, "Lower-case both sides first (full Unicode mapping).");

    private readonly bool _ignoreCase;

    private ContainsMetric(IReadOnlyDictionary<string, string> options)
        : base(Name, "own definition", "The prediction contains a reference, character by character; an empty reference is an error.",
            options.InForce([IgnoreCase])) =>
        _ignoreCase = options.Flag(IgnoreCase, Name);

    /// <summary>How the metric is made.</summary>
    public static MetricFactory Factory { get; } = new(Name, [IgnoreCase], options => new ContainsMetric(options));

    /// <inheritdoc/>
    protected override bool IsCorrect(string prediction, IReadOnlyList<string> references, MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(references);
        ArgumentNullException.ThrowIfNull(item);
        var text = Fold(prediction);
        var found = false;
        foreach (var reference in references)
        {
            if (reference.Length == 0)
                throw new MetricInputException($"A reference of the item '{item.Id}' is empty; every prediction would contain it. '{Name}' needs a text.");
            found |= text.Contains(Fold(reference), StringComparison.Ordinal);
        }
        return found;
    }

    private string Fold(string text) => _ignoreCase ? PythonText.Lower(text) : text;
}
