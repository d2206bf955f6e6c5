using EvalHarness.Core.Manifests;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Models;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Suites;
using EvalHarness.Methods;
using EvalHarness.Models;
using EvalHarness.Models.NGram;
using EvalHarness.Pipeline.Aggregation;
using EvalHarness.Suites;
using EvalHarness.Suites.Leaks;

namespace EvalHarness.Pipeline.Planning;

/// <summary>
/// Finds and opens everything a manifest names: suites, examples, metrics, models, systems. Calls no model. Every mistake is reported with the place
/// of the field that made it.
/// </summary>
/// <param name="context">What model providers may use.</param>
public sealed class RunDefinitionFactory(ModelOpeningContext context)
{
    /// <summary>The names manifests may use.</summary>
    public static ManifestVocabulary Vocabulary { get; } = new()
    {
        SuiteFamilies = [.. SuiteCatalog.Families.Select(family => family.Name)],
        Systems = [.. SystemCatalog.Factories.Select(factory => factory.Card.Name)],
        Providers = [.. ModelProviders.All.Select(provider => provider.Name)],
        Metrics = MetricCatalog.Factories,
    };

    /// <summary>Resolves a manifest that was read.</summary>
    public async Task<DefinitionResult> CreateAsync(ManifestReadResult read, CancellationToken cancellationToken)
    {
        if (read.Manifest is not { } manifest)
            return new DefinitionResult(null, read.Errors);
        var errors = new List<ManifestError>();
        var warnings = new List<Warning>();
        var models = new Dictionary<string, IModelSource>();
        await OpenModelsAsync(read, manifest, models, errors, cancellationToken).ConfigureAwait(false);
        var data = new Dictionary<(string, string?), (SuiteData Data, LeakReport Leaks)>();
        var comparisons = new List<ComparisonDefinition>();
        foreach (var (number, declaration) in manifest.Comparisons.Index())
        {
            var path = $"comparisons[{number}]";
            try
            {
                if (!data.TryGetValue((declaration.Suite, declaration.Split), out var opened))
                    data[(declaration.Suite, declaration.Split)] = opened = await OpenDataAsync(manifest, declaration, cancellationToken).ConfigureAwait(false);
                Warn(warnings, declaration, opened.Data, opened.Leaks);
                if (manifest.Leaks == LeakPolicy.Fail)
                    errors.AddRange(opened.Leaks.Findings.Select(finding => read.ErrorAt(path + ".suite", $"{declaration.Suite}: {finding.Message} (\"leaks\": \"fail\")")));
                var learned = await OpenLearnedModelsAsync(manifest, opened.Data, models, cancellationToken).ConfigureAwait(false);
                var comparison = new ComparisonDefinition
                {
                    Declaration = declaration,
                    Data = opened.Data,
                    Selection = await Selection.SelectAsync(opened.Data, declaration, manifest.Seeds[0], cancellationToken).ConfigureAwait(false),
                    Metrics = MetricsOf(read, path, declaration, opened.Data.Suite.Card, errors),
                    Points = SweepGrid.Points(declaration),
                    Systems = await new SystemResolver(read, manifest, path, declaration, opened.Data, learned, errors).ResolveAsync(cancellationToken).ConfigureAwait(false),
                    LeakedIds = TrainingLeaks(opened.Leaks),
                };
                await CheckMetricsAsync(read, path, comparison, errors, cancellationToken).ConfigureAwait(false);
                comparisons.Add(comparison);
            }
            catch (SuiteException exception)
            {
                errors.Add(read.ErrorAt(path + ".suite", exception.Message));
            }
        }
        return errors.Count > 0 ? new DefinitionResult(null, errors) : new DefinitionResult(
            new RunDefinition { Manifest = manifest, Models = models, Comparisons = comparisons, Warnings = warnings }, []);
    }

    private async Task OpenModelsAsync(
        ManifestReadResult read, Manifest manifest, Dictionary<string, IModelSource> models, List<ManifestError> errors, CancellationToken cancellationToken)
    {
        foreach (var (name, declaration) in manifest.Models)
        {
            var problems = ModelProviders.Check(declaration);
            errors.AddRange(problems.Select(problem => read.ErrorAt($"models.{name}.{problem.Option}", problem.Message)));
            if (problems.Count > 0 || LearnsFromSuite(declaration))
                continue;
            try
            {
                models[name] = await ModelProviders.OpenAsync(declaration, context, cancellationToken).ConfigureAwait(false);
            }
            catch (ModelException exception)
            {
                errors.Add(read.ErrorAt($"models.{name}", exception.Message));
            }
        }
    }

    // A model estimated from a suite's training data is another model on every suite: it is opened once for each, under a name that says so.
    private async Task<IReadOnlyDictionary<string, IModelSource>> OpenLearnedModelsAsync(
        Manifest manifest, SuiteData data, Dictionary<string, IModelSource> models, CancellationToken cancellationToken)
    {
        var usable = new Dictionary<string, IModelSource>();
        foreach (var (name, declaration) in manifest.Models)
            if (!LearnsFromSuite(declaration))
            {
                if (models.TryGetValue(name, out var model))
                    usable[name] = model;
            }
            else if (ModelProviders.Check(declaration).Count == 0)
            {
                var learned = $"{name}@{data.Suite.Card.Name}/{data.Split}";
                if (!models.TryGetValue(learned, out var model))
                    models[learned] = model = await ModelProviders.OpenAsync(
                        declaration with { Name = learned }, context with { Training = TrainingTexts.FromPool(data) }, cancellationToken).ConfigureAwait(false);
                usable[name] = model;
            }
        return usable;
    }

    private static bool LearnsFromSuite(ModelDeclaration declaration) => declaration.Provider == NGramProvider.Provider.Name;

    private static async Task<(SuiteData, LeakReport)> OpenDataAsync(Manifest manifest, ComparisonDeclaration declaration, CancellationToken cancellationToken)
    {
        var suite = await SuiteCatalog.OpenAsync(declaration.Suite, manifest, cancellationToken).ConfigureAwait(false);
        var data = await SuiteData.OpenAsync(suite, declaration.Split, cancellationToken).ConfigureAwait(false);
        return (data, await LeakPreflight.CheckAsync(data, cancellationToken).ConfigureAwait(false));
    }

    private static void Warn(List<Warning> warnings, ComparisonDeclaration declaration, SuiteData data, LeakReport leaks)
    {
        if (data.HasHashPool)
            warnings.Add(new Warning("hash-pool", $"{data.Suite.Card.Name} {data.Split} has no training split: the fifth with the lowest hashes serves as pool and is not evaluated.") { Comparison = declaration.Name });
        foreach (var finding in leaks.Findings)
            warnings.Add(new Warning(finding.Kind == LeakKind.RepeatedQuery ? "duplicate" : "leak", $"{data.Suite.Card.Name} {data.Split}: {finding.Message}") { Comparison = declaration.Name });
    }

    private static HashSet<string> TrainingLeaks(LeakReport leaks) =>
        leaks.Findings.Where(finding => finding.Kind != LeakKind.RepeatedQuery).SelectMany(finding => finding.EvaluatedIds).ToHashSet(StringComparer.Ordinal);

    private static List<IMetric> MetricsOf(
        ManifestReadResult read, string path, ComparisonDeclaration declaration, SuiteCard suite, List<ManifestError> errors)
    {
        var declared = declaration.Metrics.Count > 0 ? declaration.Metrics
            : [.. suite.DefaultMetrics.Select(name => new MetricDeclaration(name, new Dictionary<string, string>()))];
        var metrics = new List<IMetric>();
        foreach (var (number, metric) in declared.Index())
            try
            {
                var options = new Dictionary<string, string>(suite.MetricOptions.GetValueOrDefault(metric.Name) ?? new Dictionary<string, string>());
                foreach (var (name, value) in metric.Options)
                    options[name] = value;
                metrics.Add(MetricSelection.Create(metric.Name, options).Metric
                    ?? throw new MetricInputException($"The metric '{metric.Name}' scores files of label log-probabilities ('evalharness score'); it is no metric of a run."));
            }
            catch (MetricInputException exception)
            {
                errors.Add(read.ErrorAt($"{path}.metrics[{number}]", exception.Message));
            }
        return metrics;
    }

    // A metric of rankings cannot score texts, and unlabelled examples cannot be scored at all: said before a model is called, not after.
    private static async Task CheckMetricsAsync(
        ManifestReadResult read, string path, ComparisonDefinition comparison, List<ManifestError> errors, CancellationToken cancellationToken)
    {
        var first = await comparison.Data.ReadAsync(cancellationToken).FirstAsync(example => comparison.Selection.Contains(example.Id), cancellationToken).ConfigureAwait(false);
        foreach (var metric in comparison.Metrics)
            try
            {
                metric.Score(MetricItems.Of(first, Answer.OfText(first.Answer)));
            }
            catch (MetricInputException exception)
            {
                errors.Add(read.ErrorAt($"{path}.metrics", $"'{metric.Card.Name}' cannot score examples of {comparison.Data.Suite.Card.Name}: {exception.Message}"));
            }
    }
}
