using System.Text.Json.Nodes;
using EvalHarness.Core.Json;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.NGram;

/// <summary>
/// The <c>ngram</c> provider: a count-based language model estimated in seconds from the suite's own training split or pool. It needs no
/// download, and it is weak: it knows which words follow which, and understands nothing. A method that does not beat it has shown nothing.
/// </summary>
public static class NGramProvider
{
    // Rises when the same options and texts would give other probabilities.
    private const int Revision = 1;

    /// <summary>Its options.</summary>
    public static ModelProvider Provider { get; } = new(
        "ngram",
        "A count-based language model estimated from the suite's own training split or pool: no download, honest and weak; a sanity baseline.",
        [
            new("order", ModelOptionType.Integer, "Longest run of units counted, the predicted one included.") { Default = 5, Minimum = 1, Maximum = 12 },
            new("unit", ModelOptionType.Text, "What is counted: words (with a spelling model for unknown ones) or characters.") { Default = "word", Allowed = ["word", "character"] },
            new("promptWeight", ModelOptionType.Number, "Share of the prompt's own counts in every probability, so that demonstrations have an effect.") { Default = 0.3, Minimum = 0, Maximum = 0.99 },
            new("maxUnits", ModelOptionType.Integer, "Training text is read up to so many units; what lies behind is left out, and a notice says so.") { Default = 2_000_000, Minimum = 1, Maximum = 50_000_000 },
        ],
        static (declaration, options, context, _) =>
        {
            if (context.Training is not { } training)
                throw new ModelException($"The model '{declaration.Name}' (ngram) is estimated from a suite's training texts and can only be opened for a suite.");
            var settings = new NGramSettings
            {
                Order = options.Integer("order")!.Value,
                ByCharacter = options.RequiredText("unit") == "character",
                PromptWeight = options.Number("promptWeight")!.Value,
                MaxUnits = options.Integer("maxUnits")!.Value,
            };
            var identity = new ModelIdentity
            {
                Name = declaration.Name,
                Provider = "ngram",
                Digest = CanonicalJson.Digest(new JsonObject
                {
                    ["provider"] = "ngram",
                    ["revision"] = Revision,
                    ["order"] = settings.Order,
                    ["unit"] = options.RequiredText("unit"),
                    ["promptWeight"] = settings.PromptWeight,
                    ["maxUnits"] = settings.MaxUnits,
                    ["training"] = training.Digest,
                }),
                Precision = "float64",
            };
            return ValueTask.FromResult<IModelSource>(new ModelSource(
                identity,
                async cancellationToken => await NGramModel.EstimateAsync(identity, settings, training, context, cancellationToken).ConfigureAwait(false),
                typeof(ITextGenerator), typeof(ILikelihoodScorer))
            {
                Price = declaration.Price,
            });
        });
}
