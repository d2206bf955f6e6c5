using EvalHarness.Core.Models;

namespace EvalHarness.Pipeline.Aggregation;

/// <summary>Money for tokens, by the prices a manifest gives.</summary>
public static class Pricing
{
    /// <summary>The price of usage by model name; null where no used model has a price.</summary>
    public static double? Of(IReadOnlyDictionary<string, IModelSource> models, IReadOnlyDictionary<string, ModelUsage> usage)
    {
        double? total = null;
        foreach (var (name, used) in usage)
            if (models[name].Price is { } price)
                total = (total ?? 0) + (((used.PromptTokens * price.PromptPerMillion) + (used.CompletionTokens * price.CompletionPerMillion)) / 1e6);
        return total;
    }
}
