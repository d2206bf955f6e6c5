using EvalHarness.Core.Text;

namespace EvalHarness.Core.Metrics.Matching;

/// <summary>The metric <c>choice-letter</c>: the first standalone letter of the prediction is the reference's letter.</summary>
public sealed class ChoiceLetterMetric : CorrectnessMetric
{
    private const string Name = "choice-letter";

    private ChoiceLetterMetric()
        : base(Name, "own definition",
            "The first standalone capital A to Z of the prediction, in parentheses or followed by . ) : or the end of a line, equals the reference's "
            + "(written B, (B) or B.). The A of \"A dog\" is no such letter.", new Dictionary<string, string>())
    {
    }

    /// <summary>How the metric is made.</summary>
    public static MetricFactory Factory { get; } = new(Name, [], _ => new ChoiceLetterMetric());

    /// <summary>The first standalone letter, or null.</summary>
    public static char? FirstLetter(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var i = 0; i < text.Length; i++)
            if (char.IsAsciiLetterUpper(text[i]) && !PythonText.IsWordBefore(text, i) && EndsChoice(text.AsSpan(i + 1)))
                return text[i];
        return null;
    }

    /// <inheritdoc/>
    protected override bool IsCorrect(string prediction, IReadOnlyList<string> references, MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(references);
        ArgumentNullException.ThrowIfNull(item);
        var letter = FirstLetter(prediction);
        var found = false;
        foreach (var reference in references)
        {
            var right = FirstLetter(reference)
                ?? throw new MetricInputException($"The reference '{reference}' of the item '{item.Id}' is no choice; '{Name}' needs a letter such as B, (B) or B.");
            found |= letter == right;
        }
        return found;
    }

    // ")" after the letter also covers the letter in parentheses.
    private static bool EndsChoice(ReadOnlySpan<char> rest)
    {
        if (!rest.IsEmpty && rest[0] is '.' or ')' or ':')
            return true;
        var line = rest.IndexOf('\n') is var end and >= 0 ? rest[..end] : rest;
        return PythonText.StripSpan(line).IsEmpty;
    }
}
