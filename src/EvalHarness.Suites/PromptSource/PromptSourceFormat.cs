using EvalHarness.Core.Suites;
using EvalHarness.Core.Templating;

namespace EvalHarness.Suites.PromptSource;

/// <summary>Prompts as the templates render them: the input as query, the target behind a blank, an empty line between examples.</summary>
internal sealed class PromptSourceFormat(HeldOutTask task, IReadOnlyList<NamedTemplate> templates) : IPromptFormat
{
    public string Instruction(string template) => "";

    public string Demonstration(Example example) => string.Concat(example.Input.Query, " ", example.Answer, "\n\n");

    public string Continuation(string template, string answer) => " " + answer;

    public string? QueryWith(string template, IReadOnlyDictionary<string, string> slots)
    {
        var found = templates.FirstOrDefault(known => known.Template.Name == template)
            ?? throw new ArgumentException($"'promptsource:{task.Name}' has no template '{template}'; it has {string.Join(", ", templates.Select(known => known.Template.Name))}.", nameof(template));
        var fields = new Dictionary<string, object?>(task.OtherFields);
        foreach (var field in task.TextFields)
            fields[field] = slots.GetValueOrDefault(field, "");
        try
        {
            return found.Template.Apply(fields, draw: bound => 0)[0] is { Length: > 0 } query ? query : null;
        }
        catch (TemplateException)
        {
            // A template that computes with its texts (splits, counts) may have no content-free form.
            return null;
        }
    }
}
