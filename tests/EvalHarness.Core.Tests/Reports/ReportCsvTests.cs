using System.Text.Json.Nodes;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Reports.Csv;

namespace EvalHarness.Core.Tests.Reports;

public sealed class ReportCsvTests
{
    [Fact]
    public void A_row_a_measurement_with_nested_fields_behind_dots()
    {
        var lines = Measurements(FullReport.Measurement(), FullReport.Bare.Measurements[0]).Split("\r\n");
        Assert.Equal(
            "comparison,variant,suite,split,system,role,figure,value,ciLow,ciHigh,interval,reason,n,clusters,coverage,outcomes.answered,outcomes.unparsable,outcomes.refused,outcomes.truncated,outcomes.failedInput,"
            + "outcomes.failedEnvironment,outcomes.shortened,outcomes.tied,seedDeviation,published.value,published.unit,published.model,published.method,published.split,published.source,published.differs,"
            + "published.comparable,cost.seconds,cost.promptTokens,cost.completionTokens,cost.modelCalls,cost.gpuSeconds,cost.price", lines[0]);
        Assert.Equal(
            "tables,\"{\"\"shots\"\":2}\",wikitq,test,cot,method,accuracy,0.30000000000000004,0.25,1E-07,wilson,r,9,3,1,1,2,3,4,5,6,7,8,0.01,67.3,percent,PaLM 2,Chain-of-Table,test,paper,model; n,false,1.5,10,20,30,2.5,0.01", lines[1]);
        Assert.Equal("tables,{},wikitq,test,cot,method,accuracy,,,,,,9,3,1,1,2,3,4,5,6,7,8,,,,,,,,,,0,0,0,0,0,", lines[2]);
        Assert.Equal(["",], lines[3..]);
    }

    [Fact]
    public void A_row_a_contrast()
    {
        var writer = new StringWriter();
        ContrastCsv.Write(writer, [FullReport.Contrast()]);
        var lines = writer.ToString().Split("\r\n");
        Assert.Equal(
            "comparison,variant,suite,split,method,baseline,figure,difference,ciLow,ciHigh,interval,pValue,pAdjusted,test,n,nMissing,clusters,family,familySize,exploratory,"
            + "minimumDetectableEffect.unadjusted,minimumDetectableEffect.adjusted,verdict,reason", lines[0]);
        Assert.Equal("tables,\"{\"\"shots\"\":2}\",wikitq,test,cot,direct,accuracy,-0.031,-0.058,-0.004,newcombe,0.01,0.02,mcnemar-exact,400,2,100,all,3,false,0.05,0.069,worse,why", lines[1]);
    }

    /// <summary>Every field of report.json is a column, so that a field added later is not forgotten here.</summary>
    [Fact]
    public void Columns_are_the_fields_of_the_report()
    {
        var report = JsonNode.Parse(ReportJson.Serialize(FullReport.Filled))!;
        Assert.Equal(Flat(report["measurements"]![0]!, "").Order(StringComparer.Ordinal), MeasurementCsv.Columns.Select(column => column.Name).Order(StringComparer.Ordinal));
        Assert.Equal(Flat(report["contrasts"]![0]!, "").Order(StringComparer.Ordinal), ContrastCsv.Columns.Select(column => column.Name).Order(StringComparer.Ordinal));

        static IEnumerable<string> Flat(JsonNode node, string prefix) => node.AsObject().SelectMany(member =>
            member.Value is JsonObject inner && member.Key != "variant" ? Flat(inner, $"{prefix}{member.Key}.") : [prefix + member.Key]);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"x\"", "\"say \"\"x\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-x", "\"'-x\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("", "")]
    public void Texts_are_quoted_as_needed_and_never_a_formula(string text, string cell) => Assert.Equal(cell, CsvCell.FromString(text).ToString());

    [Theory]
    [InlineData(-0.5, "-0.5")]
    [InlineData(double.NaN, "")]
    [InlineData(double.NegativeInfinity, "")]
    public void Numbers_stay_numbers(double number, string cell) => Assert.Equal(cell, CsvCell.FromNumber(number).ToString());

    private static string Measurements(params Measurement[] measurements)
    {
        var writer = new StringWriter();
        MeasurementCsv.Write(writer, measurements);
        return writer.ToString();
    }
}
