using System.Text;
using EvalHarness.Core.Manifests;
using EvalHarness.Core.Metrics;

namespace EvalHarness.Core.Tests.Manifests;

/// <summary>Manifests of these tests: the contracts' example, a minimal one with room for a fragment, and reading them.</summary>
internal static class ManifestText
{
    public const string File = "m.json";

    public static string Base { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "manifests"));

    /// <summary>The contracts' example with the own suite of their section 8 in it.</summary>
    public const string Contract = """
        {
          "$schema": "manifest.schema.json",
          "name": "tables-small",
          "seed": 7,                                             // or "seeds": [7, 8, 9]
          "data": { "wikitq": "../data/wikitq" },                // where a suite's own files lie; relative to this file
          "models": {
            "smol": { "provider": "onnx", "path": "../models/SmolLM2-135M-Instruct" },
            "gpt":  { "provider": "chat", "endpoint": "https://example.org/v1", "model": "some-model", "apiKeyVariable": "OPENAI_API_KEY",
                      "price": { "promptPerMillion": 0.15, "completionPerMillion": 0.6, "currency": "USD" } }
          },
          "suites": { "support-tickets": { "format": "jsonl", "path": "tickets.jsonl", "id": "ticket_id", "cluster": "customer",
            "prompt": "Classify: {{ text }}\nLabel:", "reference": "{{ label }}", "choices": ["billing", "bug", "other"],
            "extract": { "regex": "^\\w+" }, "metrics": ["exact-match"] } },
          "comparisons": [
            { "name": "tables", "suite": "wikitq", "split": "test", "limit": 200,   // or "ids": [...]; without either: the whole split
              "method":    { "name": "cot-table", "system": "chain-of-table", "models": { "generator": "smol" }, "settings": { "samples": 8 } },
              "baselines": [ { "system": "end-to-end" },
                             { "name": "few-shot", "system": "direct", "settings": { "demonstrations": { "total": 4 } } } ],
              "metrics": ["wikitq-denotation"],
              "generation": { "maxNewTokens": 64, "stop": ["\n"] },
              "sweep": { "shots": [0, 2, 4] } }
          ],
          "execution": { "shardSize": "auto", "parallelism": 2, "reuse": true, "budget": { "minutes": 30, "modelCalls": 20000 } },
          "gate": { "against": "accepted", "systems": "methods", "margin": 0.02, "falseAlarm": { "rate": 0.05, "looks": 90 } }
        }
        """;

    /// <summary>Every field a manifest can have.</summary>
    public const string Full = """
        {
          "$schema": "manifest.schema.json",
          "name": "full",
          "seeds": [7, 8, -9],
          "data": { "wikitq": "wikitq", "bigbench:object_counting": { "path": "bb", "subset": "small", "limit": 3, "strict": true } },
          "models": {
            "qwen2.5": { "provider": "onnx", "path": "q", "executionProvider": "cpu", "deviceId": 0 },
            "gpt": { "provider": "chat", "endpoint": "https://example.org/v1", "apiKeyVariable": "KEY", "price": { "promptPerMillion": 0.15, "completionPerMillion": 0.6 } }
          },
          "suites": {
            "own": { "format": "csv", "path": "own.csv", "pool": "pool.csv", "id": "id", "cluster": "c", "prompt": "{{ q }}", "reference": "{{ a }}", "instruction": "Answer.",
              "choicesField": "options", "groups": ["level"], "extract": { "afterCue": "Answer:" }, "metrics": ["squad"],
              "generation": { "maxNewTokens": 9, "stop": ["\n"], "temperature": 0.5, "topK": 3, "topP": 0.9, "samples": 2, "beams": 1, "systemMessage": "s", "overflow": "truncate-left" } },
            "own2": { "format": "json", "path": "own.json", "prompt": "{{ q }}", "choices": ["a", "b"], "extract": "last-number" }
          },
          "comparisons": [
            { "name": "one", "suite": "own", "split": "test", "limit": 5, "limitBy": "first",
              "method": { "name": "m", "system": "direct", "models": { "generator": "gpt", "scorer": "qwen2.5" }, "settings": { "shots": 2, "free": { "form": [1, "x", null] } },
                "generation": { "maxNewTokens": 9, "stop": [], "temperature": 0, "topK": 3, "topP": 1, "samples": 2, "beams": 4, "chatTemplate": false, "systemMessage": "", "overflow": "fail" } },
              "baselines": [ { "system": "direct", "models": { "generator": "qwen2.5" } }, { "system": "majority" } ],
              "metrics": [ "squad", { "name": "rougeL", "stem": false }, { "name": "recall", "k": [1, 5] } ],
              "generation": { "overflow": "truncate-middle" },
              "settings": { "demonstrations": { "perClass": 1, "draw": "per-example" } },
              "sweep": { "template": ["a", "b"], "shots": [0, 2] }, "primaryPoint": { "shots": 2 }, "margin": 0.01 },
            { "suite": "bigbench:object_counting", "ids": ["x", "y"], "method": { "system": "direct" } }
          ],
          "execution": { "shardSize": 64, "parallelism": 4, "reuse": false, "budget": { "minutes": 0.5, "modelCalls": 9 } },
          "gate": { "against": "accepted", "systems": ["m", "majority"], "margin": 0, "falseAlarm": { "rate": 0.01, "looks": 2 } },
          "families": { "main": ["one"], "rest": ["bigbench-object_counting"] },
          "leaks": "fail",
          "alpha": 0.01
        }
        """;

    public static ManifestVocabulary Vocabulary { get; } = new()
    {
        SuiteFamilies = ["wikitq", "tabfact", "bigbench", "promptsource", "calibration"],
        Systems = ["direct", "choose", "chain-of-table", "end-to-end", "majority"],
        Providers = ["onnx", "chat", "completions", "replay", "mock", "ngram"],
        Metrics =
        [
            Metric("squad"), Metric("wikitq-denotation"), Metric("exact-match"), Metric("recall", new MetricOption("k", "1", null, "")),
            Metric("rougeL", new MetricOption("stem", "true", ["true", "false"], "")),
        ],
    };

    /// <summary>A minimal manifest with fragments at its top level, in its comparison, and in its method.</summary>
    public static string With(string top = "", string comparison = "", string method = "", string suite = "\"wikitq\"") => $$"""
        {
          "name": "minimal",
          "models": { "smol": { "provider": "mock" } },
          {{top}}
          "comparisons": [
            {
              "suite": {{suite}},
              {{comparison}}
              "method": {
                {{method}}
                "system": "direct", "models": { "generator": "smol" }
              }
            }
          ]
        }
        """;

    public static ManifestReadResult Read(string text, params string[] overrides) =>
        new ManifestReader(Vocabulary).Read(Encoding.UTF8.GetBytes(text), File, Base, overrides);

    /// <summary>Reads a manifest that must be right.</summary>
    public static Manifest Valid(string text, params string[] overrides)
    {
        var result = Read(text, overrides);
        Assert.True(result.Errors.Count == 0, string.Join('\n', result.Errors));
        return result.Manifest!;
    }

    private static MetricFactory Metric(string name, params MetricOption[] options) =>
        new(name, options, _ => throw new InvalidOperationException("Reading a manifest makes no metric."));
}
