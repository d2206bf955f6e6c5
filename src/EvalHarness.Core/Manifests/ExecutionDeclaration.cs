namespace EvalHarness.Core.Manifests;

/// <summary>How a run is executed.</summary>
public sealed record ExecutionDeclaration
{
    /// <summary>Units a shard; null: auto.</summary>
    public int? ShardSize { get; init; }

    /// <summary>Shards at a time.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>Whether evidence of earlier runs may be used.</summary>
    public bool Reuse { get; init; } = true;

    /// <summary>Limits; null: none.</summary>
    public BudgetDeclaration Budget { get; init; } = new(null, null);
}

/// <summary>Limits of a run; when one is spent no further shard starts and the run ends incomplete.</summary>
/// <param name="Minutes">Wall-clock minutes.</param>
/// <param name="ModelCalls">Model calls.</param>
public sealed record BudgetDeclaration(double? Minutes, long? ModelCalls);

/// <summary>A regression gate.</summary>
public sealed record GateDeclaration
{
    /// <summary>What is compared with: accepted.</summary>
    public string Against { get; init; } = "accepted";

    /// <summary>Which systems are checked: methods, all, or names.</summary>
    public IReadOnlyList<string> Systems { get; init; } = ["methods"];

    /// <summary>A worse estimate than this raises a regression, on the figure's raw scale.</summary>
    public double Margin { get; init; }

    /// <summary>False-alarm rate over all looks.</summary>
    public double FalseAlarmRate { get; init; } = 0.05;

    /// <summary>Looks the rate is spread over.</summary>
    public int Looks { get; init; } = 1;
}
