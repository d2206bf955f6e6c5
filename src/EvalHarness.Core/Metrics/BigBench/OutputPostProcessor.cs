using System.Text.RegularExpressions;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Metrics.BigBench;

/// <summary>
/// What BIG-bench does to a model's output before it compares: cut to a number of characters, cut behind the stop string, keep the first
/// match of a pattern.
/// </summary>
public sealed class OutputPostProcessor
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly int _maximalLength;
    private readonly string _stop;
    private readonly Regex? _pattern;
    private readonly int _group;

    /// <summary>A chain of the three steps, each of which may be off.</summary>
    /// <param name="maximalLength">Characters (code points) that are kept; 0 keeps all.</param>
    /// <param name="stop">The text is cut behind its first occurrence, unless that is at the very start; empty cuts nothing.</param>
    /// <param name="pattern">A Python regular expression with at most one group, whose match, or group, is kept; empty keeps all.</param>
    /// <exception cref="ArgumentException">The pattern is none or has several groups.</exception>
    public OutputPostProcessor(int maximalLength, string stop, string pattern)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximalLength);
        ArgumentNullException.ThrowIfNull(stop);
        ArgumentNullException.ThrowIfNull(pattern);
        _maximalLength = maximalLength;
        _stop = stop;
        if (pattern.Length == 0)
            return;
        _pattern = PythonPattern.Compile(pattern, MatchTimeout);
        var groups = _pattern.GetGroupNumbers();
        if (groups.Length > 2)
            throw new ArgumentException("the pattern has several groups, so there is no one text to keep; write (?:…) for all but one", nameof(pattern));
        _group = groups[^1];
    }

    /// <summary>The processed output; empty where the pattern does not match.</summary>
    /// <exception cref="RegexMatchTimeoutException">The pattern takes longer than a second.</exception>
    public string Process(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_maximalLength > 0)
            output = PythonText.Head(output, _maximalLength);
        // BIG-bench's own test is "found behind position 0", so a stop string at the start cuts nothing.
        if (_stop.Length > 0 && output.IndexOf(_stop, StringComparison.Ordinal) is var index and > 0)
            output = output[..(index + _stop.Length)];
        return _pattern is null ? output : _pattern.Match(output).Groups[_group].Value;
    }
}
