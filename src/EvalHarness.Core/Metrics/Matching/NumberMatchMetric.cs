namespace EvalHarness.Core.Metrics.Matching;

/// <summary>The metric <c>number-match</c>: the last number of the prediction equals a reference's last number, exactly.</summary>
public sealed class NumberMatchMetric : CorrectnessMetric
{
    private const string Name = "number-match";

    private NumberMatchMetric()
        : base(Name, "own definition",
            "The last number of the prediction equals the last number of a reference, compared as exact decimals: 1,234.50 equals 1234.5, and 0.1 is "
            + "not 0.1000001. Units, currency and percent signs are ignored; commas separate groups of three digits.", new Dictionary<string, string>())
    {
    }

    /// <summary>How the metric is made.</summary>
    public static MetricFactory Factory { get; } = new(Name, [], _ => new NumberMatchMetric());

    /// <inheritdoc/>
    protected override bool IsCorrect(string prediction, IReadOnlyList<string> references, MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(references);
        ArgumentNullException.ThrowIfNull(item);
        var number = DecimalNumber.Last(prediction);
        var found = false;
        foreach (var reference in references)
        {
            var right = DecimalNumber.Last(reference)
                ?? throw new MetricInputException($"The reference '{reference}' of the item '{item.Id}' has no number; '{Name}' needs one, such as 1234.5.");
            found |= number == right;
        }
        return found;
    }
}
