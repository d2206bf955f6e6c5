using EvalHarness.Core.Suites;
using EvalHarness.Core.Templating;

namespace EvalHarness.Suites.OwnSuite;

/// <summary>Prompts of a user's suite: the instruction as written, the prompt template as the query, an empty line between examples.</summary>
internal sealed class OwnFormat(string suite, string instruction, OwnTemplate prompt) : IPromptFormat
{
    private const string Separator = "\n\n";

    public string Instruction(string template) => instruction.Length == 0 || instruction.EndsWith('\n') ? instruction : instruction + Separator;

    public string Demonstration(Example example) => string.Concat(example.Input.Query, " ", example.Answer, Separator);

    public string Continuation(string template, string answer) => " " + answer;

    public string? QueryWith(string template, IReadOnlyDictionary<string, string> slots)
    {
        if (prompt.Fields.Count == 0)
            return null;
        try
        {
            return prompt.Render(slots.ToDictionary(slot => slot.Key, object? (slot) => slot.Value)).TrimEnd(' ');
        }
        catch (TemplateException cause)
        {
            throw new SuiteException($"The prompt of suite '{suite}' cannot be rendered with {string.Join(", ", slots.Keys)} alone (line {cause.Line}: {cause.Reason}), so it has no content-free form.", cause);
        }
    }
}
