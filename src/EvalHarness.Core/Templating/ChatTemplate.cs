using System.Text.Json;
using EvalHarness.Core.Templating.Formatting;
using EvalHarness.Core.Templating.Runtime;

namespace EvalHarness.Core.Templating;

/// <summary>
/// A model's chat template in the environment that Hugging Face transformers gives it: blocks are trimmed, loops have <c>break</c> and <c>continue</c>,
/// lists and maps cannot be changed, <c>tojson</c> escapes nothing for HTML, and there are <c>raise_exception</c>, <c>strftime_now</c> and the
/// <c>generation</c> tag. Safe for any number of threads.
/// </summary>
public sealed class ChatTemplate
{
    private static readonly TemplateFunction ToJson = new(
        "tojson", WriteJson, new("ensure_ascii", false), new("indent", null), new("separators", null), new("sort_keys", false));

    private static readonly TemplateFunction RaiseException = new(
        "raise_exception", (in call) => throw new TemplateException(TemplateErrorKind.Raised, call.Text(call[0])), TemplateParameter.Required("message"));

    private readonly JinjaTemplate _template;

    private ChatTemplate(JinjaTemplate template) => _template = template;

    /// <summary>Parses a template.</summary>
    /// <param name="source">The text of <c>chat_template.jinja</c>, or of <c>chat_template</c> in <c>tokenizer_config.json</c>.</param>
    /// <param name="clock">The clock behind <c>strftime_now</c>; some templates print today's date.</param>
    /// <exception cref="TemplateException">It is no template: stage parse, with the line.</exception>
    public static ChatTemplate Parse(string source, TimeProvider clock) => new(new JinjaEnvironment
    {
        TrimBlocks = true,
        LstripBlocks = true,
        LoopControls = true,
        GenerationTag = true,
        Sandboxed = true,
        Filters = new Dictionary<string, TemplateFunction> { ["tojson"] = ToJson },
        Globals = new Dictionary<string, TemplateFunction>
        {
            ["raise_exception"] = RaiseException,
            ["strftime_now"] = new("strftime_now", (in call) => DateText.Format(clock.GetLocalNow(), call.Text(call[0])), TemplateParameter.Required("format")),
        },
    }.Parse(source));

    /// <summary>Renders a conversation.</summary>
    /// <exception cref="TemplateException">
    /// The template refuses the conversation (kind <see cref="TemplateErrorKind.Raised"/>; <see cref="TemplateException.Reason"/> is its message) or cannot handle it.
    /// </exception>
    public string Render(ChatTemplateInput input) => _template.Render(input.Variables());

    /// <summary>Renders with exactly the given variables: an object with <c>messages</c>, <c>tools</c>, <c>add_generation_prompt</c>, <c>bos_token</c> and so on.</summary>
    /// <exception cref="TemplateException">As for the other overload.</exception>
    public string Render(JsonElement variables) => _template.Render(variables);

    private static string WriteJson(in TemplateCall call)
    {
        var style = new JsonStyle
        {
            AsciiOnly = call.Flag(0),
            Indent = PythonJson.IndentOf(call[1], call.State),
            SortKeys = call.Flag(3),
        };
        if (call[2] is not null)
        {
            var separators = call.Items(call[2]).Select(separator => TemplateCall.PlainText(separator, "a separator")).ToList();
            if (separators.Count != 2)
                throw Fault.Value($"separators must be two texts, not {separators.Count}");
            style = style with { ItemSeparator = separators[0], KeySeparator = separators[1] };
        }
        return PythonJson.Write(call.Subject, style, call.State);
    }
}
