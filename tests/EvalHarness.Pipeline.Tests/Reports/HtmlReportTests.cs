using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using CsCheck;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Systems;
using EvalHarness.Pipeline.Reports.Html;

namespace EvalHarness.Pipeline.Tests.Reports;

public sealed partial class HtmlReportTests
{
    private static readonly string Page = Render(RichReport.Report, RichReport.Manifest, RichReport.Examples);
    private static readonly XDocument Document = Parse(Page);

    [Fact]
    public void Is_well_formed_html_with_a_title_a_language_and_one_heading() =>
        Assert.Multiple(
            () => Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", Page, StringComparison.Ordinal),
            () => Assert.Equal("nightly-tables: evaluation report", Document.Descendants("title").First().Value),
            () => Assert.Single(Document.Descendants("h1")),
            () => Assert.Equal(["better", "how-much", "systems", "where", "examples", "trust"], Document.Descendants("section").Select(section => (string?)section.Attribute("id"))));

    [Fact]
    public void Answers_stand_in_this_order()
    {
        Assert.Equal(["Is it better?", "By how much, everywhere?", "How good is each system?", "Where does it win and lose?", "Show me", "What it rests on"], Document.Descendants("h2").Select(heading => heading.Value));
        var anchors = Document.Descendants("nav").Single().Descendants("a").Select(link => ((string)link.Attribute("href")!)[1..]);
        Assert.All(anchors, anchor => Assert.Single(Document.Descendants(), element => (string?)element.Attribute("id") == anchor));
    }

    [Fact]
    public void Refers_to_nothing_outside_itself()
    {
        Assert.DoesNotContain(Document.Descendants(), element => element.Name.LocalName is "img" or "link" or "iframe" or "object" or "embed" or "base" or "use" or "image" or "audio" or "video" or "foreignObject");
        foreach (var attribute in Document.Descendants().Attributes())
        {
            if (attribute.Name.LocalName is "src" or "action" or "formaction" or "srcset" or "poster" or "ping") Assert.Fail($"{attribute} loads or sends something.");
            if (attribute.Name.LocalName is "href") Assert.StartsWith("#", attribute.Value, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("url(", Style(), StringComparison.Ordinal);
        Assert.DoesNotContain("@import", Style(), StringComparison.Ordinal);
        Assert.DoesNotMatch(@"fetch|XMLHttpRequest|WebSocket|import\s*\(|eval|innerHTML|document\.write", Script());
    }

    [Fact]
    public void The_policy_allows_just_this_style_and_this_script()
    {
        var policy = (string)Document.Descendants("meta").Single(meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy").Attribute("content")!;
        Assert.Equal($"default-src 'none'; style-src 'sha256-{Hash(Between("<style>", "</style>"))}'; script-src 'sha256-{Hash(Between("<script>", "</script>"))}'; base-uri 'none'; form-action 'none'", policy);
        // With such a policy neither of these would work, and none is there.
        Assert.DoesNotContain(Document.Descendants().Attributes(), attribute => attribute.Name.LocalName == "style" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));

        static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Every_contrast_has_a_row_with_its_numbers()
    {
        var rows = Document.Descendants("table").Where(table => (string?)table.Attribute("class") == "forest").Descendants("tr").Where(row => (string?)row.Attribute("class") is "confirmatory" or "exploratory").ToList();
        Assert.Equal(RichReport.Report.Contrasts.Count, rows.Count);
        foreach (var contrast in RichReport.Report.Contrasts)
        {
            var row = Assert.Single(rows, row => row.Elements("th").Single().Value == $"{Seen(contrast.Method)} − {Seen(contrast.Baseline)}{contrast.Comparison}{(contrast.Variant.Count == 0 ? "" : $", shots {contrast.Variant["shots"]}")}"
                && row.Ancestors("table").Single().Element("caption")!.Value.StartsWith(contrast.Figure + "difference", StringComparison.Ordinal));
            Assert.Equal(contrast.Exploratory, (string)row.Attribute("class")! == "exploratory");
            Assert.Equal(contrast.Exploratory, row.Descendants("circle").Any(circle => ((string)circle.Attribute("class")!).Contains("exploratory", StringComparison.Ordinal)) || row.Descendants("path").Any());
            Assert.Contains(contrast.Difference < 0 ? "−" : "", row.Elements("td").ElementAt(1).Value, StringComparison.Ordinal);
            Assert.Contains(contrast.Verdict?.Split(':')[0] ?? (contrast.Exploratory ? "exploratory" : "no verdict"), row.Elements("td").Last().Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void All_rows_of_a_figure_share_one_axis()
    {
        foreach (var table in Document.Descendants("table").Where(table => (string?)table.Attribute("class") == "forest"))
            Assert.Single(table.Descendants("line").Where(line => (string?)line.Attribute("class") == "zero").Select(line => (string)line.Attribute("x1")!).Distinct());
    }

    [Fact]
    public void Every_measurement_has_a_row()
    {
        var rows = Document.Descendants("table").Single(table => (string?)table.Attribute("class") == "measurements").Descendants("tbody").Single().Elements("tr").ToList();
        Assert.Equal(RichReport.Report.Measurements.Select(row => (row.Comparison, Seen(row.System), row.Figure)), rows.Select(row => (Cell(row, 0), Cell(row, 2), Cell(row, 3))));
        Assert.Equal("45.2\u00a0%", Cell(rows[0], 4));
        Assert.Equal("–", Cell(rows.Single(row => Cell(row, 2) == "prototypical"), 4));

        static string Cell(XElement row, int index) => row.Elements("td").ElementAt(index).Value;
    }

    [Fact]
    public void Every_breakdown_is_a_row_of_numbers_and_a_mark()
    {
        var where = Document.Descendants("section").Single(section => (string?)section.Attribute("id") == "where");
        Assert.Equal(RichReport.Report.Breakdowns.Count, where.Descendants("details").Descendants("tbody").Elements("tr").Count());
        Assert.Equal(RichReport.Report.Breakdowns.Count, where.Descendants("table").Where(table => (string?)table.Attribute("class") == "dots").Descendants("tbody").Descendants("svg").Count(svg => ((string?)svg.Attribute("class"))?.StartsWith("mark", StringComparison.Ordinal) == true));
    }

    [Fact]
    public void Every_plot_has_a_title_and_a_description()
    {
        var plots = Document.Descendants("svg").Where(svg => (string?)svg.Attribute("role") == "img").ToList();
        Assert.True(plots.Count > 30);
        Assert.All(plots, plot => Assert.True(plot.Element("title")!.Value.Length > 0 && plot.Element("desc")!.Value.Length > 0));
        Assert.All(Document.Descendants("svg").Except(plots), svg => Assert.True((string?)svg.Attribute("aria-hidden") == "true" || svg.Ancestors("svg").Any()));
    }

    [Fact]
    public void Warnings_stand_beside_what_they_change()
    {
        var better = Document.Descendants("article").Single(article => article.Element("h3")?.Value.StartsWith("tables ", StringComparison.Ordinal) == true);
        Assert.Contains("Three evaluated examples also stand in the training split", better.Value, StringComparison.Ordinal);
        var sentence = better.Descendants("li").Single(item => item.Value.Contains("beats text-to-sql", StringComparison.Ordinal));
        Assert.Contains("Three predictions failed for the environment", sentence.Value, StringComparison.Ordinal);
        Assert.Contains("3\u00a0pairs are missing", sentence.Value, StringComparison.Ordinal);
        Assert.Contains("This run is incomplete.", Document.Descendants("header").Single().Value, StringComparison.Ordinal);
        Assert.Contains("CUDA was asked for but not found", Document.Descendants("header").Single().Value, StringComparison.Ordinal);
        var results = Document.Descendants("table").Where(table => (string?)table.Attribute("class") == "results").ToList();
        Assert.Contains("Three predictions failed", results.Descendants("td").Single(cell => cell.Value.StartsWith("37.1", StringComparison.Ordinal)).Value, StringComparison.Ordinal);
        Assert.Contains("not runThe pool has 14 items", string.Concat(results.Select(table => table.Value)), StringComparison.Ordinal);
    }

    [Fact]
    public void Published_numbers_have_a_mark_a_note_and_what_differs()
    {
        var cell = Document.Descendants("td").Single(cell => cell.Value.StartsWith("45.2", StringComparison.Ordinal) && cell.Value.Contains("published", StringComparison.Ordinal));
        Assert.Contains("published 67.31\u00a0%1, not comparable", cell.Value, StringComparison.Ordinal);
        var notes = Document.Descendants("ol").Single(list => (string?)list.Attribute("class") == "notes").Elements("li").ToList();
        Assert.Contains("Not comparable. Differs: model: published PaLM 2, measured smol; examples: published 4344, measured 400.", notes[0].Value, StringComparison.Ordinal);
        // 0.371 of one is 37.1 %, like the measured figure beside it.
        Assert.StartsWith("37.1\u00a0% Text-to-SQL with smol", notes[1].Value, StringComparison.Ordinal);
        Assert.Contains("Same model, split, metric and number of examples.", notes[1].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_gate_shows_its_checks()
    {
        var gate = Document.Descendants("article").Single(article => (string?)article.Attribute("class") == "gate");
        Assert.Contains("▼ regression", gate.Value, StringComparison.Ordinal);
        Assert.Equal(2, gate.Descendants("tbody").Elements("tr").Count());
    }

    [Fact]
    public void Tables_in_traces_are_drawn_as_tables()
    {
        var example = Document.Descendants("details").Single(details => details.Element("summary")?.Elements("span").FirstOrDefault()?.Value == "nu-2");
        var tables = example.Descendants("table").ToList();
        Assert.Equal(2, tables.Count);
        Assert.Equal(["Date", "Winner", "Team"], tables[0].Descendants("th").Select(header => header.Value));
        Assert.Equal("Lotus", tables[0].Descendants("tbody").Elements("tr").First().Elements("td").ElementAt(2).Value);
        Assert.Contains(tables[0].Descendants("td"), cell => cell.Value == Seen(RichReport.Hostile));
        Assert.Equal(["Driver 1", "4"], tables[1].Descendants("tbody").Elements("tr").First().Elements("td").Select(cell => cell.Value));
    }

    [Fact]
    public void Examples_tell_filters_what_they_need_and_disagreements_come_first()
    {
        var examples = Document.Descendants("details").Where(details => (string?)details.Attribute("class") == "example").ToList();
        Assert.Equal(RichReport.Examples.Count, examples.Count);
        var disagree = examples.Select(example => example.Attribute("data-right")!.Value.Contains("only", StringComparison.Ordinal)).ToList();
        Assert.Equal(disagree.OrderByDescending(value => value), disagree);
        Assert.Contains(true, disagree);
        Assert.Contains(false, disagree);
        Assert.Contains(examples, example => (string?)example.Attribute("data-outcomes") == "answered failed");
        Assert.Equal("hidden", (string?)Document.Descendants("form").Single().Attribute("hidden"));
    }

    [Fact]
    public void A_model_that_prints_a_script_is_shown_printing_it()
    {
        Assert.Single(Document.Descendants("script"));
        Assert.DoesNotContain("<script>alert", Page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", Page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', Page);
        Assert.Contains(Seen(RichReport.Hostile), Document.Descendants("pre").Select(text => text.Value));
        Assert.Contains("</script><script>alert(2)</script>", Document.Descendants("pre").Last().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_texts_anywhere_leave_the_page_well_formed()
    {
        Gen.Select(Gen.String.Array[1, 6], Gen.Int[0, 3]).Sample((texts, shift) =>
        {
            var next = shift;
            string Any() => texts[next++ % texts.Length];
            var contrast = RichReport.Report.Contrasts[0] with { Comparison = Any(), Suite = Any(), Split = Any(), Method = Any(), Baseline = Any(), Figure = Any(), Variant = new JsonObject { [Any()] = Any() }, Reason = Any(), Verdict = shift == 0 ? Any() : null };
            var measurement = RichReport.Report.Measurements[0] with { Comparison = contrast.Comparison, Suite = contrast.Suite, Split = contrast.Split, System = contrast.Method, Figure = contrast.Figure, Variant = (JsonObject)contrast.Variant.DeepClone(), Reason = Any(), Interval = Any() };
            var report = RichReport.Report with
            {
                Run = RichReport.Report.Run with { Id = Any(), Manifest = Any(), ManifestDigest = Any(), Environment = new RunEnvironment(Any(), Any(), Any(), 1, Any()) },
                Measurements = [measurement, measurement with { Variant = new JsonObject { ["other"] = Any() } }],
                Contrasts = [contrast],
                Warnings = [new Warning(Any(), Any()), new Warning(Any(), Any()) { Comparison = contrast.Comparison, System = contrast.Method }, new Warning("not-run", Any()) { Comparison = contrast.Comparison, System = Any() }],
                Gate = new GateResult(Any(), Any(), Any(), [RichReport.Report.Gate!.Checks[0] with { Comparison = Any(), System = Any(), Figure = Any(), Verdict = Any(), Reason = Any() }]),
            };
            var example = RichReport.Examples[2] with { Comparison = contrast.Comparison, Id = Any(), Prompt = Any(), Cluster = Any(), References = [Any()] };
            example = example with { Sides = [.. example.Sides.Select(side => side with { System = Any(), Output = Any(), Raw = Any(), Reason = Any(), Trace = new JsonArray(new JsonObject { [Any()] = Any() }, Any()) })] };
            var document = Parse(Render(report, new JsonObject { [Any()] = Any(), ["seeds"] = Any(), ["comparisons"] = Any() }, [example]));
            Assert.Single(document.Descendants("script"));
        }, iter: 150);
    }

    [Fact]
    public void Stays_below_five_megabytes_keeps_disagreements_and_says_what_is_left_out()
    {
        var large = RichReport.MakeExamples(4_000).Select(example => example with { Prompt = new string('é', 3_000) + example.Id }).ToList();
        var page = Render(RichReport.Report, RichReport.Manifest, large);
        var bytes = Encoding.UTF8.GetByteCount(page);
        Assert.InRange(bytes, HtmlReport.MaxBytes - 40_000, HtmlReport.MaxBytes);
        var document = Parse(page);
        var shown = document.Descendants("details").Count(details => (string?)details.Attribute("class") == "example");
        var statement = document.Descendants("section").Single(section => (string?)section.Attribute("id") == "examples").Elements("p").Select(paragraph => paragraph.Value).ToList();
        Assert.StartsWith($"A sample: {shown.ToString("#,0", CultureInfo.InvariantCulture)} of 1,272 examples, those where method and baselines disagree first", statement[0], StringComparison.Ordinal);
        Assert.Contains($"{(4_000 - shown).ToString("#,0", CultureInfo.InvariantCulture)}\u00a0further examples of the sample were left out to keep this page below 5 MB.", statement[1], StringComparison.Ordinal);
        // So many disagree that they alone fill the page.
        Assert.All(document.Descendants("details").Where(details => (string?)details.Attribute("class") == "example"), example => Assert.Contains("only", (string)example.Attribute("data-right")!, StringComparison.Ordinal));
    }

    [Fact]
    public void One_enormous_output_does_not_crowd_out_the_others()
    {
        var examples = RichReport.Examples.Select((example, i) => i == 0 ? example with { Prompt = new string('x', 30_000_000) } : example).ToList();
        var page = Render(RichReport.Report, RichReport.Manifest, examples);
        Assert.True(Encoding.UTF8.GetByteCount(page) < 1_000_000);
        Assert.Equal(examples.Count, Parse(page).Descendants("details").Count(details => (string?)details.Attribute("class") == "example"));
        Assert.Contains("29,980,000 further characters stand in predictions/", page, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_report_is_a_page_too()
    {
        var empty = RichReport.Report with { Measurements = [], Breakdowns = [], Contrasts = [], Gate = null, Metrics = [], Datasets = [], Models = [], Warnings = [], Run = RichReport.Report.Run with { Status = RunStatus.Complete } };
        var document = Parse(Render(empty, [], []));
        Assert.Contains("This run has no confirmatory contrast, so it has no verdict.", document.Root!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain(document.Descendants("p"), paragraph => (string?)paragraph.Attribute("class") == "warning");
    }

    [Fact]
    public void Numbers_that_are_none_break_nothing()
    {
        var report = RichReport.Report with
        {
            Measurements = [RichReport.Report.Measurements[0] with { Value = double.NaN, CiLow = double.NegativeInfinity, CiHigh = double.PositiveInfinity, Coverage = double.NaN, Cost = new Cost { Seconds = double.NaN } }],
            Contrasts = [RichReport.Report.Contrasts[0] with { Difference = double.NaN, CiLow = double.NaN, CiHigh = double.PositiveInfinity, PValue = double.NaN, PAdjusted = double.NaN, MinimumDetectableEffect = new DetectableEffect(double.NaN, double.PositiveInfinity) }],
        };
        Assert.DoesNotMatch("(=\"|[ >(])(NaN|∞|-?Infinity)", Render(report, RichReport.Manifest, []));
    }

    [Fact]
    public void The_same_report_makes_the_same_page_in_any_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(Page, Render(RichReport.Report, RichReport.Manifest, RichReport.Examples));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void A_graded_figure_shows_scores_in_place_of_right_and_wrong()
    {
        var side = RichReport.Examples[0].Sides[0];
        var example = new ReportExample
        {
            Comparison = "translate",
            Variant = [],
            Id = "t1",
            Sides = [side with { System = RichReport.Hostile, Role = SystemRole.Method, Score = 31.25, Outcome = Outcome.Answered }, side with { System = "direct", Role = SystemRole.Baseline, Score = 12 }],
        };
        var details = Parse(Render(RichReport.Report, RichReport.Manifest, [example])).Descendants("details").Single(element => (string?)element.Attribute("class") == "example");
        Assert.EndsWith("=methodonly", (string)details.Attribute("data-right")!, StringComparison.Ordinal);
        Assert.Contains("31", details.Element("summary")!.Value, StringComparison.Ordinal);
        Assert.Contains("The texts of requests were not kept in this run.", details.Value, StringComparison.Ordinal);
    }

    private static string Seen(string text) => text.Replace("\u202e", "[U+202E]", StringComparison.Ordinal).Replace('\u0007', '\u2407');

    private static string Render(RunReport report, JsonObject manifest, IReadOnlyList<ReportExample> examples)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        HtmlReport.Write(writer, report, manifest, examples);
        return writer.ToString();
    }

    /// <summary>A strict parser: every element closed and nested rightly, every attribute quoted, every character allowed.</summary>
    private static XDocument Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, CheckCharacters = true });
        return XDocument.Load(reader);
    }

    private static string Style() => Between("<style>", "</style>");

    private static string Script() => CommentPattern().Replace(Between("<script>", "</script>"), "");

    private static string Between(string start, string end)
    {
        var from = Page.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return Page[from..Page.IndexOf(end, from, StringComparison.Ordinal)];
    }

    [GeneratedRegex("^ *//.*$", RegexOptions.Multiline)]
    private static partial Regex CommentPattern();
}
