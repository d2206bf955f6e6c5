using System.Text.Json;

namespace EvalHarness.Core.Manifests.Binding;

/// <summary>Binds <c>execution</c>.</summary>
internal static class ExecutionBinder
{
    private const int LargestShard = 100_000;
    private const int MostParallel = 1_024;

    public static ExecutionDeclaration Bind(ObjectFields manifest)
    {
        if (manifest.Object("execution") is not { } fields) return new ExecutionDeclaration();
        var defaults = new ExecutionDeclaration();
        var execution = new ExecutionDeclaration
        {
            ShardSize = ShardSize(fields),
            Parallelism = fields.Integer("parallelism", 1, MostParallel) ?? defaults.Parallelism,
            Reuse = fields.Flag("reuse") ?? defaults.Reuse,
            Budget = fields.Object("budget") is { } budget ? Budget(budget) : defaults.Budget,
        };
        fields.Close();
        return execution;
    }

    private static int? ShardSize(ObjectFields fields)
    {
        if (fields.Node.Member("shardSize")?.Value.Kind == JsonValueKind.Number) return fields.Integer("shardSize", 1, LargestShard);
        if (fields.Take("shardSize") is { } node && (node.Kind != JsonValueKind.String || node.Text != "auto"))
            fields.Wrong(node, "shardSize", $"\"auto\" or a whole number of at least 1 and at most {LargestShard:#,0}");
        return null;
    }

    private static BudgetDeclaration Budget(ObjectFields fields)
    {
        var budget = new BudgetDeclaration(fields.Number("minutes", NumberRange.Above(0)), fields.Whole("modelCalls", NumberRange.Exact with { Low = 1 }));
        fields.Close();
        return budget;
    }
}
