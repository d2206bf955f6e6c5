using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;

namespace EvalHarness.Core.Manifests;

/// <summary>A suite of the user's own.</summary>
public sealed record OwnSuiteDeclaration
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>jsonl, json, csv, tsv.</summary>
    public required string Format { get; init; }

    /// <summary>Absolute path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>Absolute path of the pool file, or null: then the hash pool serves.</summary>
    public string? Pool { get; init; }

    /// <summary>Field of the id, or null: then <c>&lt;file stem&gt;:&lt;row&gt;</c>.</summary>
    public string? Id { get; init; }

    /// <summary>Field of the cluster, or null.</summary>
    public string? Cluster { get; init; }

    /// <summary>Jinja template of the query.</summary>
    public required string Prompt { get; init; }

    /// <summary>Jinja template of the reference, or null for unlabelled data.</summary>
    public string? Reference { get; init; }

    /// <summary>Text before the demonstrations.</summary>
    public string Instruction { get; init; } = "";

    /// <summary>Fixed choices, or null.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>Field that holds each example's own choices, or null.</summary>
    public string? ChoicesField { get; init; }

    /// <summary>Fields breakdowns are made by.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>How an answer is read from a completion.</summary>
    public AnswerExtraction Extraction { get; init; } = AnswerExtraction.Whole;

    /// <summary>Metrics when a comparison names none.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = ["exact-match"];

    /// <summary>Generation defaults.</summary>
    public GenerationSettings Generation { get; init; } = new();
}
