using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace EvalHarness.Core.Metrics.Matching;

/// <summary>
/// The metric <c>regex</c>: a reference is a pattern that is found somewhere in the prediction. Patterns are .NET's, culture-invariant. They
/// are matched in time linear in the prediction where they can be; others (with look-around or back references) have a second.
/// </summary>
public sealed class RegexMetric : CorrectnessMetric
{
    private const string Name = "regex";

    // Benchmarks share few patterns among their items; beyond this many they are compiled anew each time.
    private const int KeptPatterns = 1_024;

    private static readonly MetricOption IgnoreCase =
        new("ignore-case", "false", TextMetricInput.TrueOrFalse, "Match letters in either case.");

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Regex> _patterns = new(StringComparer.Ordinal);
    private readonly RegexOptions _options;

    private RegexMetric(IReadOnlyDictionary<string, string> options)
        : base(Name, "own definition",
            "A reference, taken as a .NET regular expression, is found in the prediction; anchor it with ^ and $ to compare the whole. "
            + "A pattern that cannot be matched in linear time is given one second, then the item is an error.",
            options.InForce([IgnoreCase])) =>
        _options = RegexOptions.CultureInvariant | (options.Flag(IgnoreCase, Name) ? RegexOptions.IgnoreCase : RegexOptions.None);

    /// <summary>How the metric is made.</summary>
    public static MetricFactory Factory { get; } = new(Name, [IgnoreCase], options => new RegexMetric(options));

    /// <inheritdoc/>
    protected override bool IsCorrect(string prediction, IReadOnlyList<string> references, MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(references);
        ArgumentNullException.ThrowIfNull(item);
        var found = false;
        foreach (var reference in references)
        {
            try
            {
                found |= Pattern(reference, item).IsMatch(prediction);
            }
            catch (RegexMatchTimeoutException exception)
            {
                throw new MetricInputException(
                    $"The pattern '{reference}' of the item '{item.Id}' takes longer than {MatchTimeout.TotalSeconds} s on its prediction; "
                    + "write it without nested repetition.", exception);
            }
        }
        return found;
    }

    private Regex Pattern(string pattern, MetricItem item)
    {
        if (_patterns.TryGetValue(pattern, out var known))
            return known;
        var regex = Compile(pattern, item);
        if (_patterns.Count < KeptPatterns)
            _patterns.TryAdd(pattern, regex);
        return regex;
    }

    private Regex Compile(string pattern, MetricItem item)
    {
        try
        {
            return new Regex(pattern, _options | RegexOptions.NonBacktracking, MatchTimeout);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, _options, MatchTimeout);
        }
        catch (ArgumentException exception)
        {
            throw new MetricInputException($"The reference '{pattern}' of the item '{item.Id}' is no regular expression: {exception.Message}", exception);
        }
    }
}
