using System.Text.Json;
using EvalHarness.Core.Templating;
using EvalHarness.Core.Text;

namespace EvalHarness.Suites.PromptSource.Templates;

/// <summary>
/// A template of promptsource (Bach et al. 2022, "PromptSource"; rules as of commit 7dab96a), with its rendering. Immutable apart from parsed forms that are
/// kept once they were needed; safe for any number of threads.
/// </summary>
public sealed class PromptSourceTemplate
{
    private const string Separator = "|||";

    // Stands for bars inside fields while a template runs. It has 32 characters, which the template sees: they count in length and truncation.
    private const string ProtectedSeparator = "3ed2dface8203c4c9dfb1a5dc58e41e0";

    private const string ChoicesField = "answer_choices";

    // Tags are rewritten blindly, in comments and string literals too; all of promptsource's published prompts depend on it.
    private const string Truncating = " | string | truncate(2048) }}";
    private const string Highlighting = " | highlight }}";

    private readonly Lazy<JinjaTemplate>[] _parsed;
    private readonly Lazy<JinjaTemplate>? _parsedChoices;
    private readonly Lazy<IReadOnlyList<string>?> _fixedChoices;

    /// <summary>A template from its parts. It is parsed only when it is used.</summary>
    /// <param name="source">The Jinja source; <c>|||</c> stands between input and target.</param>
    /// <param name="answerChoices">The Jinja source of the answer choices, separated by <c>|||</c>, or null.</param>
    public PromptSourceTemplate(string source, string? answerChoices)
    {
        (Source, AnswerChoicesSource) = (source, answerChoices);
        _parsed = [.. Enumerable.Range(0, 4).Select(form => new Lazy<JinjaTemplate>(() => Parse(truncate: (form & 1) != 0, highlight: (form & 2) != 0)))];
        _parsedChoices = answerChoices is null ? null : new Lazy<JinjaTemplate>(() => PromptSourceFilters.Environment.Parse(answerChoices));
        _fixedChoices = new Lazy<IReadOnlyList<string>?>(FindFixedChoices);
    }

    /// <summary>Its id, a UUID; empty where it was not read from a file.</summary>
    public string Id { get; init; } = "";

    /// <summary>Its name, unique within a file.</summary>
    public string Name { get; init; } = "";

    /// <summary>The Jinja source of input and target.</summary>
    public string Source { get; }

    /// <summary>The Jinja source of the answer choices, or null.</summary>
    public string? AnswerChoicesSource { get; }

    /// <summary>Where the wording comes from; may be empty.</summary>
    public string Reference { get; init; } = "";

    /// <summary>What its authors say about it.</summary>
    public PromptSourceMetadata Metadata { get; init; } = new();

    /// <summary>
    /// The answer choices that are the same for every example: null where there are none or where they depend on the example.
    /// </summary>
    /// <exception cref="TemplateException">The expression is broken.</exception>
    public IReadOnlyList<string>? FixedAnswerChoices => _fixedChoices.Value;

    /// <summary>Renders an example.</summary>
    /// <param name="example">
    /// The fields: null, text, numbers, booleans, lists, dictionaries and JSON elements. A field <c>answer_choices</c> is not allowed.
    /// </param>
    /// <param name="form">Truncation and highlighting.</param>
    /// <param name="draw">
    /// Gives a random whole number in [0, bound) to the filter <c>choice</c>: <c>new SeededRandom(seed, purpose, unit).Next</c>. Null where nothing is drawn.
    /// </param>
    /// <returns>
    /// The pieces, stripped: input, target, and whatever more bars give. A single empty piece means that the template does not apply to the example.
    /// </returns>
    /// <exception cref="TemplateException">The template is broken, or cannot handle the example.</exception>
    public IReadOnlyList<string> Apply(
        IReadOnlyDictionary<string, object?> example, PromptSourceForm form = PromptSourceForm.Truncated, Func<int, int>? draw = null)
    {
        if (example.ContainsKey(ChoicesField))
            throw new TemplateException(TemplateErrorKind.Value, $"the example has a field '{ChoicesField}', a name that templates use for the answer choices: rename the field");
        var template = _parsed[(int)form].Value;
        var values = Protect(example);
        values[ChoicesField] = RenderChoices(values, draw);
        var pieces = template.Render(values, draw).Split(Separator);
        return Array.ConvertAll(pieces, piece => PythonText.Strip(Restore(piece)));
    }

    /// <summary>The answer choices of an example, or null where the template has none.</summary>
    /// <param name="example">The fields, as for <see cref="Apply"/>.</param>
    /// <param name="draw">The source of random numbers, as for <see cref="Apply"/>.</param>
    /// <exception cref="TemplateException">The expression is broken, or cannot handle the example.</exception>
    public IReadOnlyList<string>? AnswerChoices(IReadOnlyDictionary<string, object?> example, Func<int, int>? draw = null) =>
        RenderChoices(Protect(example), draw);

    private JinjaTemplate Parse(bool truncate, bool highlight)
    {
        var source = Source;
        if (truncate)
            source = source.Replace("}}", Truncating, StringComparison.Ordinal);
        if (highlight)
            source = source.Replace("}}", Highlighting, StringComparison.Ordinal);
        return PromptSourceFilters.Environment.Parse(source);
    }

    private string[]? RenderChoices(Dictionary<string, object?> values, Func<int, int>? draw)
    {
        if (_parsedChoices is null)
            return null;
        // Stripped before the bars come back: a choice may begin or end with them.
        var pieces = _parsedChoices.Value.Render(values, draw).Split(Separator);
        return Array.ConvertAll(pieces, piece => Restore(PythonText.Strip(piece)));
    }

    private string[]? FindFixedChoices() => _parsedChoices is null || _parsedChoices.Value.UndeclaredVariables.Count > 0
        ? null
        : Array.ConvertAll(_parsedChoices.Value.Render().Split(Separator), PythonText.Strip);

    // Texts inside lists and maps are left alone, as in promptsource: bars in them do split.
    private static Dictionary<string, object?> Protect(IReadOnlyDictionary<string, object?> example)
    {
        var values = new Dictionary<string, object?>(example.Count + 1);
        foreach (var (field, value) in example)
        {
            var plain = value is JsonElement { ValueKind: JsonValueKind.String } json ? json.GetString() : value;
            values[field] = plain is string text ? text.Replace(Separator, ProtectedSeparator, StringComparison.Ordinal) : plain;
        }
        return values;
    }

    private static string Restore(string piece) => piece.Replace(ProtectedSeparator, Separator, StringComparison.Ordinal);
}
