using System.Text.RegularExpressions;
using EvalHarness.Core.Metrics.Matching;

namespace EvalHarness.Core.Metrics.BigBench;

/// <summary>The metric <c>bigbench-exact</c>: BIG-bench's <c>exact_str_match</c> on the post-processed output.</summary>
public sealed class BigBenchExactMetric : CorrectnessMetric
{
    private const string Name = "bigbench-exact";

    private static readonly MetricOption MaximalLength = new("max-length", "0", null, "Characters of the output that are kept; 0 keeps all.");
    private static readonly MetricOption Stop = new("stop", "", null, "The output is cut behind this text, unless it starts with it; empty cuts nothing.");
    private static readonly MetricOption OutputRegex =
        new("output-regex", "", null, "A Python regular expression; its first match, or its one group, is compared; empty compares all.");

    private static readonly MetricOption[] Options = [MaximalLength, Stop, OutputRegex];

    private readonly OutputPostProcessor _processor;

    private BigBenchExactMetric(IReadOnlyDictionary<string, string> options)
        : base(Name, "BIG-bench exact_str_match and postprocess_output",
            "The output, cut by max-length, stop and output-regex in this order, equals a reference. Case, white space and full stops count.",
            options.InForce(Options))
    {
        var pattern = options.Value(OutputRegex, Name);
        try
        {
            _processor = new OutputPostProcessor(options.Count(MaximalLength, Name), options.Value(Stop, Name), pattern);
        }
        catch (ArgumentException exception)
        {
            throw TextMetricInput.Bad(Name, OutputRegex, pattern, exception.Message, exception);
        }
    }

    /// <summary>How the metric is made.</summary>
    public static MetricFactory Factory { get; } = new(Name, Options, options => new BigBenchExactMetric(options));

    /// <inheritdoc/>
    protected override bool IsCorrect(string prediction, IReadOnlyList<string> references, MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(references);
        ArgumentNullException.ThrowIfNull(item);
        try
        {
            return references.Contains(_processor.Process(prediction), StringComparer.Ordinal);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new MetricInputException(
                $"The pattern of the option '{OutputRegex.Name}' takes longer than a second on the prediction of the item '{item.Id}'; "
                + "write it without nested repetition.", exception);
        }
    }
}
