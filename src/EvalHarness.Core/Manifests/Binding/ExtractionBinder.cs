using System.Text.Json;
using System.Text.RegularExpressions;
using EvalHarness.Core.Manifests.Positions;
using EvalHarness.Core.Suites;

namespace EvalHarness.Core.Manifests.Binding;

/// <summary>Binds <c>extract</c>: a rule by name, <c>{ "regex": … }</c> or <c>{ "afterCue": … }</c>.</summary>
internal static class ExtractionBinder
{
    private const int LongestPattern = 1_000;

    private static readonly KeyValuePair<string, ExtractionKind>[] Rules =
    [
        new("whole", ExtractionKind.Whole), new("first-line", ExtractionKind.FirstLine), new("last-number", ExtractionKind.LastNumber),
    ];

    /// <summary>The rule's name; null for those that are objects.</summary>
    public static string? NameOf(ExtractionKind kind) => Rules.Where(rule => rule.Value == kind).Select(rule => rule.Key).FirstOrDefault();

    public static AnswerExtraction Bind(ObjectFields suite)
    {
        if (suite.Take("extract") is not { } node) return AnswerExtraction.Whole;
        if (node.Kind != JsonValueKind.Object)
            return suite.OneOf(node, "extract", [.. Rules.Select(rule => rule.Key)]) is { } word ? new AnswerExtraction(Rules.First(rule => rule.Key == word).Value) : AnswerExtraction.Whole;
        var fields = ObjectFields.Open(suite.Context, node, suite.PathOf("extract"), "an extraction rule")!;
        var regex = fields.TextNode("regex");
        var cue = fields.TextNode("afterCue");
        fields.Exclude("regex", "afterCue");
        fields.Close();
        if (node.Members.Count == 0)
            suite.Context.Errors.Add(node.Place, fields.Path, $"{fields.Path} is an empty object; it must be {{ \"regex\": … }}, {{ \"afterCue\": … }}, or one of \"whole\", \"first-line\", \"last-number\".", "{}", ["regex", "afterCue"]);
        if (cue is { Text.Length: 0 })
            fields.Wrong(cue, "afterCue", "the text that stands before the answer");
        if (regex is not null)
            CheckPattern(fields, regex);
        return regex is not null ? new AnswerExtraction(ExtractionKind.Regex, regex.Text)
            : cue is not null ? new AnswerExtraction(ExtractionKind.AfterCue, cue.Text)
            : AnswerExtraction.Whole;
    }

    private static void CheckPattern(ObjectFields fields, PositionedNode pattern)
    {
        if (pattern.Text.Length is 0 or > LongestPattern)
        {
            fields.Wrong(pattern, "regex", $"a regular expression of 1 to {LongestPattern:#,0} characters");
            return;
        }
        try
        {
            _ = new Regex(pattern.Text, RegexOptions.CultureInvariant);
        }
        catch (ArgumentException exception)
        {
            fields.Context.Errors.Add(pattern.Place, fields.PathOf("regex"), $"{fields.PathOf("regex")} is {pattern.Shown}, which is no regular expression: {Quotation.OneLine(exception.Message)}", pattern.Shown);
        }
    }
}
