using EvalHarness.Core.Json;
using EvalHarness.Pipeline.Planning;

namespace EvalHarness.Pipeline.Aggregation;

/// <summary>Names of prediction files: <c>&lt;comparison&gt;.&lt;system&gt;[.&lt;variant digest&gt;][.seed-&lt;n&gt;].jsonl</c>.</summary>
public static class PredictionFileName
{
    /// <summary>The file of a system at its point and seed.</summary>
    public static string Of(ComparisonDefinition comparison, SystemInstance instance)
    {
        var variant = instance.OwnPoint.Count == 0 ? "" : "." + CanonicalJson.Digest(instance.OwnPoint)[..8];
        var seed = instance.Seed is { } number ? $".seed-{number}" : "";
        return $"{comparison.Declaration.Name}.{instance.Name}{variant}{seed}.jsonl";
    }
}
