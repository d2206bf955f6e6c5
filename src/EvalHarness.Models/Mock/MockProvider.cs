using System.Text.Json.Nodes;
using EvalHarness.Core.Json;
using EvalHarness.Core.Manifests;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Mock;

/// <summary>The <c>mock</c> provider: answers without computing, for measuring and testing the harness itself. Its figures say nothing about any system.</summary>
public static class MockProvider
{
    // Rises when the same options and request would be answered differently.
    private const int Revision = 1;

    /// <summary>Its options.</summary>
    public static ModelProvider Provider { get; } = new(
        "mock",
        "Answers at once without computing, for measuring and testing the harness itself.",
        [
            new("answer", ModelOptionType.Text, "first-reference: the example's right answer; constant: always 'text'; hash: a text that depends on the request alone.")
                { Default = "first-reference", Allowed = ["first-reference", "constant", "hash"] },
            new("text", ModelOptionType.Text, "The answer of 'constant'.") { Default = "" },
            new("latencyMs", ModelOptionType.Number, "Milliseconds every batch takes.") { Default = 0, Minimum = 0, Maximum = 3_600_000 },
            new("failEvery", ModelOptionType.Integer, "For tests of retries: units fail whose hashed id this divides, one in so many; 0: none.") { Default = 0, Minimum = 0 },
            new("failKind", ModelOptionType.Text, "The kind of those failures.") { Default = "environment", Allowed = ["environment", "input"] },
            new("failTimes", ModelOptionType.Integer, "How often such a unit fails before it is answered, counted from the load of the model; 0: always.") { Default = 1, Minimum = 0 },
            new("price", ModelOptionType.Price, "A made-up price, for tests of cost."),
        ],
        static (declaration, options, context, _) => ValueTask.FromResult<IModelSource>(Describe(declaration, options, context)))
    {
        Rules = static options => options.RequiredText("answer") != "constant" && options.RequiredText("text").Length > 0
            ? [new OptionProblem("text", "'text' is the answer of \"answer\": \"constant\" and has no effect here; remove it.")]
            : [],
    };

    private static ModelSource Describe(ModelDeclaration declaration, ModelOptions options, ModelOpeningContext context)
    {
        var settings = new MockSettings
        {
            Answer = options.RequiredText("answer") switch
            {
                "constant" => MockAnswerKind.Constant,
                "hash" => MockAnswerKind.Hash,
                _ => MockAnswerKind.FirstReference,
            },
            Text = options.RequiredText("text"),
            Latency = TimeSpan.FromMilliseconds(options.Number("latencyMs") ?? 0),
            FailEvery = options.Integer("failEvery") ?? 0,
            FailKind = options.RequiredText("failKind") == "input" ? FailureKind.Input : FailureKind.Environment,
            FailTimes = options.Integer("failTimes") ?? 0,
        };
        // The latency changes no answer and so no digest.
        var shape = new JsonObject { ["provider"] = "mock", ["revision"] = Revision, ["answer"] = options.RequiredText("answer"), ["text"] = settings.Text };
        if (settings.FailEvery > 0)
        {
            shape["failEvery"] = settings.FailEvery;
            shape["failKind"] = options.RequiredText("failKind");
            shape["failTimes"] = settings.FailTimes;
        }
        var identity = new ModelIdentity { Name = declaration.Name, Provider = "mock", Digest = CanonicalJson.Digest(shape) };
        return new ModelSource(identity, _ => Task.FromResult<IModel>(new MockModel(identity, settings, context.Time)), typeof(ITextGenerator), typeof(ILikelihoodScorer))
        {
            Price = declaration.Price ?? options.Price("price"),
        };
    }
}
