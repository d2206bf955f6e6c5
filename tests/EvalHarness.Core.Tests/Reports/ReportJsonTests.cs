using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Core.Reports;
using Json.Schema;

namespace EvalHarness.Core.Tests.Reports;

public sealed class ReportJsonTests
{
    [Fact]
    public void Field_names_are_those_of_the_contracts()
    {
        var json = JsonNode.Parse(ReportJson.Serialize(FullReport.Filled))!.AsObject();
        Assert.Equal(["schema", "run", "measurements", "breakdowns", "contrasts", "gate", "metrics", "datasets", "models", "warnings"], Names(json));
        Assert.Equal(["id", "manifest", "manifestDigest", "status", "started", "seconds", "environment", "executed"], Names(json["run"]));
        Assert.Equal(
            ["comparison", "variant", "suite", "split", "system", "role", "figure", "value", "ciLow", "ciHigh", "interval", "reason", "n", "clusters", "coverage", "outcomes", "seedDeviation", "published", "cost"],
            Names(json["measurements"]![0]));
        Assert.Equal(["seconds", "promptTokens", "completionTokens", "modelCalls", "gpuSeconds", "price"], Names(json["measurements"]![0]!["cost"]));
        Assert.Equal(["value", "unit", "model", "method", "split", "source", "differs", "comparable"], Names(json["measurements"]![0]!["published"]));
        Assert.Equal(
            ["comparison", "variant", "suite", "split", "method", "baseline", "figure", "difference", "ciLow", "ciHigh", "interval", "pValue", "pAdjusted", "test", "n", "nMissing", "clusters", "family", "familySize",
                "exploratory", "minimumDetectableEffect", "verdict", "reason"],
            Names(json["contrasts"]![0]));
        Assert.Equal(["unadjusted", "adjusted"], Names(json["contrasts"]![0]!["minimumDetectableEffect"]));
        Assert.Equal("method", json["measurements"]![0]!["role"]!.GetValue<string>());
        Assert.Equal("control", json["breakdowns"]![0]!["role"]!.GetValue<string>());
        Assert.Equal("incomplete", json["run"]!["status"]!.GetValue<string>());
        Assert.Equal("simple", json["breakdowns"]![0]!["group"]!.GetValue<string>());
        Assert.Equal("none", json["metrics"]![0]!["options"]!["Normalize"]!.GetValue<string>());
    }

    [Fact]
    public void Doubles_are_in_shortest_round_trip_form_and_what_is_no_number_is_null()
    {
        var report = FullReport.Filled with { Measurements = [FullReport.Measurement() with { CiLow = double.NaN, CiHigh = double.PositiveInfinity, Coverage = double.NaN }] };
        var text = Encoding.UTF8.GetString(ReportJson.Serialize(report));
        Assert.Contains("\"value\": 0.30000000000000004,", text, StringComparison.Ordinal);
        Assert.Contains("\"ciLow\": null,", text, StringComparison.Ordinal);
        Assert.Contains("\"ciHigh\": null,", text, StringComparison.Ordinal);
        Assert.Contains("\"coverage\": null,", text, StringComparison.Ordinal);
        Assert.Contains("Debian <12>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_written_reads_back()
    {
        foreach (var report in new[] { FullReport.Filled, FullReport.Bare })
        {
            var bytes = ReportJson.Serialize(report);
            Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(ReportJson.Serialize(ReportJson.Read(bytes))));
            using var stream = new MemoryStream();
            await ReportJson.WriteAsync(stream, report, TestContext.Current.CancellationToken);
            stream.Position = 0;
            var again = await ReportJson.ReadAsync(stream, TestContext.Current.CancellationToken);
            Assert.Equal(report.Run.Started, again.Run.Started);
            Assert.Equal(report.Measurements[0].Role, again.Measurements[0].Role);
        }
    }

    [Fact]
    public void Fields_of_a_later_version_are_passed_over()
    {
        var json = JsonNode.Parse(ReportJson.Serialize(FullReport.Filled))!;
        json["later"] = new JsonObject();
        json["measurements"]![0]!["later"] = 1;
        Assert.Equal("run-1", ReportJson.Read(Encoding.UTF8.GetBytes(json.ToJsonString())).Run.Id);
    }

    [Theory]
    [InlineData("""{"schema":"evalharness/report/2"}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    public void What_is_no_report_is_refused(string text) => Assert.ThrowsAny<JsonException>(() => ReportJson.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Another_form_is_refused_with_both_names()
    {
        var json = JsonNode.Parse(ReportJson.Serialize(FullReport.Filled))!;
        json["schema"] = "evalharness/report/2";
        var exception = Assert.Throws<JsonException>(() => ReportJson.Read(Encoding.UTF8.GetBytes(json.ToJsonString())));
        Assert.Equal("The report has the form 'evalharness/report/2'; this version of EvalHarness reads 'evalharness/report/1'.", exception.Message);
    }

    [Fact]
    public void Filled_and_bare_reports_validate()
    {
        foreach (var report in new[] { FullReport.Filled, FullReport.Bare })
        {
            var result = JsonSchema.FromText(ReportJson.Schema).Evaluate(JsonDocument.Parse(ReportJson.Serialize(report)).RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
            Assert.True(result.IsValid, string.Join('\n', (result.Details ?? []).Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))));
        }
    }

    [Theory]
    [InlineData("run", "status", "done")]
    [InlineData("run", "seconds", null)]
    [InlineData("gate", "verdict", "fail")]
    public void The_schema_refuses_what_is_no_report(string part, string field, string? value)
    {
        var json = JsonNode.Parse(ReportJson.Serialize(FullReport.Filled))!;
        json[part]![field] = value;
        Assert.False(JsonSchema.FromText(ReportJson.Schema).Evaluate(JsonSerializer.SerializeToElement(json)).IsValid);
    }

    /// <summary>Walks schema and report together: a field that one has and the other lacks is named.</summary>
    [Fact]
    public void Schema_and_report_have_the_same_fields()
    {
        var schema = JsonNode.Parse(ReportJson.Schema)!;
        var differences = new List<string>();
        Walk(schema, JsonNode.Parse(ReportJson.Serialize(FullReport.Filled)), "report");
        Assert.Empty(differences);

        void Walk(JsonNode part, JsonNode? value, string path)
        {
            var described = Properties(part);
            if (value is JsonArray items)
            {
                Assert.True(items.Count > 0, $"{path} is empty: nothing is compared.");
                if (Resolve(part)["items"] is { } item) Walk(item, items[0], path + "[]");
            }
            if (value is null) differences.Add($"{path} is null in the filled report: nothing is compared.");
            if (value is not JsonObject members || described.Count == 0) return;
            differences.AddRange(members.Where(member => !described.ContainsKey(member.Key)).Select(member => $"{path}.{member.Key} is missing in the schema"));
            differences.AddRange(described.Keys.Where(name => !members.ContainsKey(name)).Select(name => $"{path}.{name} is missing in the report"));
            foreach (var (name, member) in members)
                if (described.TryGetValue(name, out var inner)) Walk(inner, member, $"{path}.{name}");
        }

        JsonNode Resolve(JsonNode part)
        {
            if (part["oneOf"] is JsonArray options) part = options[^1]!;
            return part["$ref"]?.GetValue<string>() is { } reference ? Resolve(schema["$defs"]![reference["#/$defs/".Length..]]!) : part;
        }

        Dictionary<string, JsonNode> Properties(JsonNode part)
        {
            var resolved = Resolve(part);
            var properties = new Dictionary<string, JsonNode>();
            foreach (var inherited in resolved["allOf"]?.AsArray() ?? [])
                foreach (var (name, property) in Properties(inherited!)) properties[name] = property;
            foreach (var (name, property) in resolved["properties"]?.AsObject() ?? [])
                properties[name] = property!;
            return properties;
        }
    }

    private static IEnumerable<string> Names(JsonNode? node) => node!.AsObject().Select(member => member.Key);
}
