using EvalHarness.Core.Suites;

namespace EvalHarness.Suites.Prompting;

/// <summary>
/// The format of most suites: an instruction, queries that end at a cue without a blank, answers behind one blank, an empty line between
/// examples.
/// </summary>
/// <param name="Instruction">Text before everything else, with its separator; may be empty.</param>
public sealed record CueFormat(string Instruction) : IPromptFormat
{
    /// <summary>What stands between cue and answer.</summary>
    public string Lead { get; init; } = " ";

    /// <summary>What stands behind a demonstration.</summary>
    public string Separator { get; init; } = "\n\n";

    /// <summary>The query's template where it has slots.</summary>
    public SlotTemplate? Template { get; init; }

    string IPromptFormat.Instruction(string template) => Instruction;

    /// <inheritdoc/>
    public string Demonstration(Example example) => string.Concat(example.Input.Query, Lead, example.Answer, Separator);

    /// <inheritdoc/>
    public string Continuation(string template, string answer) => Lead + answer;

    /// <inheritdoc/>
    public string? QueryWith(string template, IReadOnlyDictionary<string, string> slots) => Template?.Render(slots);
}
