using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;

namespace EvalHarness.Methods.Prompting;

/// <summary>Builds prompts of one suite with one set of demonstrations: instruction, demonstrations, query.</summary>
public sealed class PromptBuilder(ISuite suite, Demonstrations demonstrations)
{
    // With fixed demonstrations all prompts of a template share one list, so that their text is rendered and hashed once.
    private readonly Dictionary<Example, string> _rendered = new(ReferenceEqualityComparer.Instance);
    private readonly Lock _gate = new();

    /// <summary>The suite's format.</summary>
    public IPromptFormat Format => suite.Format;

    /// <summary>The prompt of an example or pool item.</summary>
    public Prompt Build(ExampleInput input) => Build(input, input.Query);

    /// <summary>A prompt with the example's demonstrations and another query (content-free and domain texts).</summary>
    public Prompt Build(ExampleInput input, string query) =>
        new(suite.Format.Instruction(input.Template), [.. demonstrations.For(input).Select(Render)], query);

    private string Render(Example demonstration)
    {
        lock (_gate)
        {
            if (!_rendered.TryGetValue(demonstration, out var text))
                _rendered[demonstration] = text = suite.Format.Demonstration(demonstration);
            return text;
        }
    }
}
