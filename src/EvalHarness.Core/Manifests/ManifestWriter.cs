using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Core.Json;
using EvalHarness.Core.Manifests.Binding;
using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;

namespace EvalHarness.Core.Manifests;

/// <summary>Writes manifests: the one a run folder keeps, and those made from options.</summary>
public static class ManifestWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The effective manifest as it was read, overrides applied: <c>manifest.json</c> of a run folder.</summary>
    public static string Text(Manifest manifest) => manifest.Source.ToJsonString(Indented) + "\n";

    /// <summary>A manifest's JSON as text for people.</summary>
    public static string Text(JsonObject manifest) => manifest.ToJsonString(Indented) + "\n";

    /// <summary>SHA-256 of the effective manifest's canonical JSON, lower-case hex: <c>run.manifestDigest</c>.</summary>
    public static string Digest(Manifest manifest) => CanonicalJson.Digest(manifest.Source);

    /// <summary>
    /// A manifest written out from its declarations, defaults left out; reading it gives equal declarations. Paths of own suites are absolute.
    /// <see cref="Manifest.Source"/> is not looked at.
    /// </summary>
    public static JsonObject ToJson(Manifest manifest)
    {
        var json = new JsonObject { ["$schema"] = ManifestSchema.FileName, ["name"] = manifest.Name };
        if (manifest.Seeds.Count > 1) json["seeds"] = new JsonArray([.. manifest.Seeds.Select(seed => JsonValue.Create(seed))]);
        else if (manifest.Seeds is not [0]) json["seed"] = manifest.Seeds[0];
        AddEntries(json, "data", manifest.Data, Data);
        AddEntries(json, "models", manifest.Models, Model);
        AddEntries(json, "suites", manifest.Suites, Suite);
        json["comparisons"] = new JsonArray([.. manifest.Comparisons.Select(Comparison)]);
        if (Execution(manifest.Execution) is { Count: > 0 } execution) json["execution"] = execution;
        if (manifest.Gate is { } gate) json["gate"] = Gate(gate);
        AddEntries(json, "families", manifest.Families, Texts);
        if (manifest.Leaks == LeakPolicy.Fail) json["leaks"] = "fail";
        if (manifest.Alpha != 0.05) json["alpha"] = manifest.Alpha;
        return json;
    }

    private static void AddEntries<T>(JsonObject json, string name, IReadOnlyDictionary<string, T> entries, Func<T, JsonNode> write)
    {
        if (entries.Count == 0) return;
        var written = new JsonObject();
        foreach (var (key, value) in entries) written[key] = write(value);
        json[name] = written;
    }

    private static JsonNode Data(DataDeclaration data)
    {
        if (data.Options.Count == 0) return JsonValue.Create(data.Path);
        var json = new JsonObject { ["path"] = data.Path };
        foreach (var (name, value) in data.Options) json[name] = value;
        return json;
    }

    private static JsonObject Model(ModelDeclaration model)
    {
        var json = new JsonObject { ["provider"] = model.Provider };
        foreach (var (name, value) in model.Options) json[name] = value?.DeepClone();
        if (model.Price is { } price)
            json["price"] = new JsonObject { ["promptPerMillion"] = price.PromptPerMillion, ["completionPerMillion"] = price.CompletionPerMillion, ["currency"] = price.Currency };
        return json;
    }

    private static JsonObject Suite(OwnSuiteDeclaration suite)
    {
        var json = new JsonObject { ["format"] = suite.Format, ["path"] = suite.Path };
        if (suite.Pool is not null) json["pool"] = suite.Pool;
        if (suite.Id is not null) json["id"] = suite.Id;
        if (suite.Cluster is not null) json["cluster"] = suite.Cluster;
        if (suite.Instruction.Length > 0) json["instruction"] = suite.Instruction;
        json["prompt"] = suite.Prompt;
        if (suite.Reference is not null) json["reference"] = suite.Reference;
        if (suite.Choices is not null) json["choices"] = Texts(suite.Choices);
        if (suite.ChoicesField is not null) json["choicesField"] = suite.ChoicesField;
        if (suite.Groups.Count > 0) json["groups"] = Texts(suite.Groups);
        if (suite.Extraction.Kind != ExtractionKind.Whole)
            json["extract"] = ExtractionBinder.NameOf(suite.Extraction.Kind) is { } rule ? JsonValue.Create(rule)
                : new JsonObject { [suite.Extraction.Kind == ExtractionKind.Regex ? "regex" : "afterCue"] = suite.Extraction.Pattern };
        json["metrics"] = Texts(suite.Metrics);
        if (Generation(suite.Generation) is { Count: > 0 } generation) json["generation"] = generation;
        return json;
    }

    private static JsonObject Comparison(ComparisonDeclaration comparison)
    {
        var json = new JsonObject { ["name"] = comparison.Name, ["suite"] = comparison.Suite };
        if (comparison.Split is not null) json["split"] = comparison.Split;
        if (comparison.Limit is { } limit) json["limit"] = limit;
        if (comparison.LimitByFirst) json["limitBy"] = "first";
        if (comparison.Ids is not null) json["ids"] = Texts(comparison.Ids);
        json["method"] = System(comparison.Method);
        if (comparison.Baselines.Count > 0) json["baselines"] = new JsonArray([.. comparison.Baselines.Select(System)]);
        if (comparison.Metrics.Count > 0) json["metrics"] = new JsonArray([.. comparison.Metrics.Select(Metric)]);
        if (Generation(comparison.Generation) is { Count: > 0 } generation) json["generation"] = generation;
        if (comparison.Settings.Count > 0) json["settings"] = comparison.Settings.DeepClone();
        if (comparison.Sweep.Count > 0) json["sweep"] = new JsonObject(comparison.Sweep.Select(axis => KeyValuePair.Create(axis.Key, (JsonNode?)axis.Value.DeepClone())));
        if (comparison.PrimaryPoint.Count > 0) json["primaryPoint"] = comparison.PrimaryPoint.DeepClone();
        if (comparison.Margin is { } margin) json["margin"] = margin;
        return json;
    }

    private static JsonObject System(SystemDeclaration system)
    {
        var json = new JsonObject();
        if (system.Name != system.System) json["name"] = system.Name;
        json["system"] = system.System;
        AddEntries(json, "models", system.Models, model => JsonValue.Create(model));
        if (system.Settings.Count > 0) json["settings"] = system.Settings.DeepClone();
        if (Generation(system.Generation) is { Count: > 0 } generation) json["generation"] = generation;
        return json;
    }

    private static JsonNode Metric(MetricDeclaration metric)
    {
        if (metric.Options.Count == 0) return JsonValue.Create(metric.Name);
        var json = new JsonObject { ["name"] = metric.Name };
        foreach (var (name, value) in metric.Options) json[name] = value;
        return json;
    }

    private static JsonObject Generation(GenerationDeclaration generation)
    {
        var json = new JsonObject();
        if (generation.MaxNewTokens is { } tokens) json["maxNewTokens"] = tokens;
        if (generation.Stop is { } stop) json["stop"] = Texts(stop);
        if (generation.Temperature is { } temperature) json["temperature"] = temperature;
        if (generation.TopK is { } topK) json["topK"] = topK;
        if (generation.TopP is { } topP) json["topP"] = topP;
        if (generation.Samples is { } samples) json["samples"] = samples;
        if (generation.Beams is { } beams) json["beams"] = beams;
        if (generation.ChatTemplate is { } template) json["chatTemplate"] = template;
        if (generation.SystemMessage is { } message) json["systemMessage"] = message;
        if (generation.Overflow is { } overflow) json["overflow"] = GenerationBinder.NameOf(overflow);
        return json;
    }

    /// <summary>A suite's defaults: what differs from the defaults of all suites.</summary>
    private static JsonObject Generation(GenerationSettings settings)
    {
        var defaults = new GenerationSettings();
        return Generation(new GenerationDeclaration
        {
            MaxNewTokens = settings.MaxNewTokens == defaults.MaxNewTokens ? null : settings.MaxNewTokens,
            Stop = settings.Stop.Count == 0 ? null : settings.Stop,
            Temperature = settings.Temperature == defaults.Temperature ? null : settings.Temperature,
            TopK = settings.TopK,
            TopP = settings.TopP,
            Samples = settings.Samples == defaults.Samples ? null : settings.Samples,
            Beams = settings.Beams == defaults.Beams ? null : settings.Beams,
            SystemMessage = settings.SystemMessage,
            Overflow = settings.Overflow == defaults.Overflow ? null : settings.Overflow,
        });
    }

    private static JsonObject Execution(ExecutionDeclaration execution)
    {
        var json = new JsonObject();
        if (execution.ShardSize is { } size) json["shardSize"] = size;
        if (execution.Parallelism != 1) json["parallelism"] = execution.Parallelism;
        if (!execution.Reuse) json["reuse"] = false;
        var budget = new JsonObject();
        if (execution.Budget.Minutes is { } minutes) budget["minutes"] = minutes;
        if (execution.Budget.ModelCalls is { } calls) budget["modelCalls"] = calls;
        if (budget.Count > 0) json["budget"] = budget;
        return json;
    }

    private static JsonObject Gate(GateDeclaration gate) => new()
    {
        ["against"] = gate.Against,
        ["systems"] = gate.Systems is ["methods" or "all"] ? JsonValue.Create(gate.Systems[0]) : Texts(gate.Systems),
        ["margin"] = gate.Margin,
        ["falseAlarm"] = new JsonObject { ["rate"] = gate.FalseAlarmRate, ["looks"] = gate.Looks },
    };

    private static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
