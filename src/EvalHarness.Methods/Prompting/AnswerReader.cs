using System.Text.RegularExpressions;
using EvalHarness.Core.Models;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Suites;
using EvalHarness.Core.Text;

namespace EvalHarness.Methods.Prompting;

/// <summary>
/// Reads the answer from a completion by the suite's extraction rule, apart from any metric. What it cannot find is unparsable; what was cut off
/// is truncated; nothing is guessed.
/// </summary>
public sealed partial class AnswerReader
{
    private static readonly TimeSpan MatchTime = TimeSpan.FromMilliseconds(250);
    private readonly AnswerExtraction _extraction;
    private readonly string? _separator;
    private readonly Regex? _pattern;

    /// <summary>A reader for a suite.</summary>
    /// <exception cref="ArgumentException">The extraction's expression is no regular expression.</exception>
    public AnswerReader(SuiteCard card)
    {
        _extraction = card.Extraction;
        _separator = card.AnswerSeparator;
        _pattern = _extraction.Kind == ExtractionKind.Regex ? new Regex(_extraction.Pattern ?? "", RegexOptions.CultureInvariant, MatchTime) : null;
    }

    /// <summary>The decision a completion amounts to.</summary>
    public Decision Read(ExampleInput input, Completion completion)
    {
        if (completion.Finish == FinishReason.Refused)
            return new Decision(Outcome.Refused, []) { Raw = completion.Text };
        var (found, reachesEnd) = Extract(completion.Text);
        if (found is null)
            return new Decision(Outcome.Unparsable, []) { Raw = completion.Text };
        if (input.Choices is { } choices)
        {
            var choice = Choose(choices, found);
            return choice >= 0
                ? Decision.Of(Answer.OfChoice(choice, choices[choice])) with { Raw = completion.Text }
                : new Decision(Outcome.Unparsable, []) { Raw = completion.Text };
        }
        var answer = _separator is null
            ? Answer.OfText(found)
            : new Answer { Text = found, Items = [.. found.Split(_separator).Select(PythonText.Strip)] };
        var outcome = completion.Finish == FinishReason.Length && reachesEnd ? Outcome.Truncated : Outcome.Answered;
        return new Decision(outcome, [new WeightedAnswer(answer, 1)]) { Raw = found == completion.Text ? null : completion.Text };
    }

    // The second value says whether the answer runs up to the end of the completion, so that a cut may have shortened it.
    private (string? Found, bool ReachesEnd) Extract(string text)
    {
        switch (_extraction.Kind)
        {
            case ExtractionKind.FirstLine:
                foreach (var line in text.AsSpan().EnumerateLines())
                {
                    var trimmed = PythonText.StripSpan(line);
                    if (trimmed.Length > 0)
                        return (trimmed.ToString(), text.AsSpan().Overlaps(line, out var start) && start + line.Length == text.Length);
                }
                return (null, true);
            case ExtractionKind.Regex:
                return Match(text);
            case ExtractionKind.LastNumber:
                var numbers = Number().Matches(text);
                return numbers.Count == 0 ? (null, true) : (numbers[^1].Value.Replace(",", "", StringComparison.Ordinal), numbers[^1].Index + numbers[^1].Length == text.Length);
            case ExtractionKind.AfterCue:
                var cue = text.LastIndexOf(_extraction.Pattern ?? "", StringComparison.Ordinal);
                if (cue < 0)
                    return (null, true);
                var rest = text[(cue + _extraction.Pattern!.Length)..];
                var end = rest.IndexOf('\n');
                var after = PythonText.Strip(end < 0 ? rest : rest[..end]);
                return after.Length == 0 ? (null, true) : (after, end < 0);
            default:
                var whole = PythonText.Strip(text);
                return whole.Length == 0 ? (null, true) : (whole, true);
        }
    }

    private (string?, bool) Match(string text)
    {
        try
        {
            var stripped = PythonText.Strip(text);
            var match = _pattern!.Match(stripped);
            if (!match.Success)
                return (null, true);
            var group = match.Groups.Count > 1 ? match.Groups[1] : match;
            return group.Length == 0 ? (null, true) : (group.Value, group.Index + group.Length == stripped.Length && text.EndsWith(stripped, StringComparison.Ordinal));
        }
        catch (RegexMatchTimeoutException)
        {
            return (null, true);
        }
    }

    // Exact first, then without case, then a completion that goes on after the choice with something that is no word character.
    private static int Choose(IReadOnlyList<string> choices, string found)
    {
        foreach (var comparison in (ReadOnlySpan<StringComparison>)[StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase])
            for (var i = 0; i < choices.Count; i++)
                if (found.Equals(choices[i], comparison))
                    return i;
        var best = -1;
        for (var i = 0; i < choices.Count; i++)
            if (found.StartsWith(choices[i], StringComparison.OrdinalIgnoreCase) && choices[i].Length > 0 && !char.IsLetterOrDigit(found[choices[i].Length])
                && (best < 0 || choices[i].Length > choices[best].Length))
                best = i;
        return best;
    }

    [GeneratedRegex(@"[-+]?\d[\d,]*(?:\.\d+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
