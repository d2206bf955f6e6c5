using System.Text.Json.Nodes;
using EvalHarness.Core.Evidence;
using EvalHarness.Core.Manifests;
using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;
using EvalHarness.Core.Systems;
using EvalHarness.Methods;

namespace EvalHarness.Pipeline.Planning;

/// <summary>Makes the systems of one comparison: settings, models and generation in force, at each point and seed where they differ.</summary>
/// <param name="read">The manifest as read, for places of errors.</param>
/// <param name="manifest">The manifest.</param>
/// <param name="path">Path of the comparison.</param>
/// <param name="comparison">The comparison.</param>
/// <param name="data">Its suite split.</param>
/// <param name="models">Models usable on it, by the manifest's names.</param>
/// <param name="errors">Takes what is wrong.</param>
public sealed class SystemResolver(
    ManifestReadResult read,
    Manifest manifest,
    string path,
    ComparisonDeclaration comparison,
    ISuiteData data,
    IReadOnlyDictionary<string, IModelSource> models,
    List<ManifestError> errors)
{
    /// <summary>Method first, then baselines as declared.</summary>
    public async Task<IReadOnlyList<SystemInstance>> ResolveAsync(CancellationToken cancellationToken)
    {
        CheckSharedSettings();
        var instances = new List<SystemInstance>();
        await AddAsync(instances, comparison.Method, SystemRole.Method, $"{path}.method", cancellationToken).ConfigureAwait(false);
        foreach (var (number, baseline) in comparison.Baselines.Index())
            await AddAsync(instances, baseline, SystemRole.Baseline, $"{path}.baselines[{number}]", cancellationToken).ConfigureAwait(false);
        return instances;
    }

    private async Task AddAsync(
        List<SystemInstance> instances, SystemDeclaration declaration, SystemRole role, string at, CancellationToken cancellationToken)
    {
        if (SystemCatalog.Find(declaration.System) is not { } factory)
            return; // the reader has said so
        var card = factory.Card;
        if (card.NeedsChoices && !data.Suite.Card.HasChoices)
        {
            errors.Add(read.ErrorAt($"{at}.system", $"'{card.Name}' chooses between the choices of an example, but examples of {data.Suite.Card.Name} have none."));
            return;
        }
        if (ModelsOf(card, declaration, at) is not { } slots)
            return;
        var own = ShotsSetting.Expand(declaration.Settings);
        var shared = ShotsSetting.Expand(comparison.Settings);
        var axes = comparison.Sweep.Where(axis => Declares(card, ShotsSetting.SettingOf(axis.Key)) && !own.ContainsKey(ShotsSetting.SettingOf(axis.Key)));
        foreach (var point in SweepGrid.Combine(axes))
        {
            var settings = new JsonObject();
            foreach (var source in (JsonObject[])[shared, ShotsSetting.Expand(point), own])
                foreach (var (name, value) in source)
                    if (!ReferenceEquals(source, shared) || Declares(card, name))
                        settings[name] = value?.DeepClone();
            try
            {
                await AddAtAsync(instances, declaration, card.IsControl ? SystemRole.Control : role, factory, slots, point, new SystemSettings(card, settings), cancellationToken).ConfigureAwait(false);
            }
            catch (SystemSetupException exception)
            {
                errors.Add(read.ErrorAt($"{at}.settings", exception.Message));
                return;
            }
        }
    }

    private async Task AddAtAsync(
        List<SystemInstance> instances,
        SystemDeclaration declaration,
        SystemRole role,
        ISystemFactory factory,
        Dictionary<string, IModelSource> slots,
        JsonObject point,
        SystemSettings settings,
        CancellationToken cancellationToken)
    {
        var generation = declaration.Generation.Over(comparison.Generation.Over(data.Suite.Card.DefaultGeneration));
        foreach (var seed in manifest.Seeds)
        {
            ISystem? system = null;
            string? notRun = null;
            try
            {
                system = await factory.CreateAsync(
                    new SystemRequest
                    {
                        Settings = settings,
                        Models = slots,
                        Suite = data,
                        Generation = generation,
                        ChatTemplate = declaration.Generation.ChatTemplate ?? comparison.Generation.ChatTemplate,
                        Seed = seed,
                    },
                    cancellationToken).ConfigureAwait(false);
            }
            catch (SystemNotRunException exception)
            {
                notRun = exception.Message;
            }
            var dependsOnSeed = system is not null && system.Evidence.Any(DependsOnSeed);
            instances.Add(new SystemInstance
            {
                Name = declaration.Name,
                Role = role,
                Card = factory.Card,
                OwnPoint = (JsonObject)point.DeepClone(),
                Seed = dependsOnSeed && manifest.Seeds.Count > 1 ? seed : null,
                Models = slots.ToDictionary(slot => slot.Key, slot => slot.Value.Identity.Name),
                Settings = settings.ToJson(),
                Generation = generation,
                System = system,
                NotRun = notRun,
            });
            if (!dependsOnSeed)
                return; // one instance stands for all seeds
        }
    }

    private Dictionary<string, IModelSource>? ModelsOf(SystemCard card, SystemDeclaration declaration, string at)
    {
        var slots = new Dictionary<string, IModelSource>();
        var found = true;
        foreach (var unknown in declaration.Models.Keys.Where(slot => card.Models.All(known => known.Name != slot)))
        {
            errors.Add(read.ErrorAt($"{at}.models.{unknown}", $"'{card.Name}' has no model slot '{unknown}'; it has {List(card.Models.Select(slot => slot.Name))}."));
            found = false;
        }
        foreach (var slot in card.Models)
        {
            var capability = slot.Capability.Name[1..];
            // A baseline takes the method's model of the same slot, else the method's only model; a lone model of the manifest needs no naming.
            var named = declaration.Models.GetValueOrDefault(slot.Name) ?? comparison.Method.Models.GetValueOrDefault(slot.Name)
                ?? Only(comparison.Method.Models.Values) ?? Only(models.Where(model => model.Value.Capabilities.Contains(slot.Capability)).Select(model => model.Key));
            if (named is null)
                errors.Add(read.ErrorAt($"{at}.models", $"'{card.Name}' needs a model for its slot '{slot.Name}' ({slot.Description}), such as \"models\": {{ \"{slot.Name}\": \"…\" }}; models of this manifest that can do it: {List(Capable(slot))}."));
            else if (!models.TryGetValue(named, out var model))
                found = false; // the model itself could not be opened; that has been said
            else if (!model.Capabilities.Contains(slot.Capability))
                errors.Add(read.ErrorAt($"{at}.models.{slot.Name}", $"The model '{named}' cannot serve '{card.Name}' as {slot.Name}: it is no {capability}. Models of this manifest that are: {List(Capable(slot))}."));
            else
            {
                slots[slot.Name] = model;
                continue;
            }
            found = false;
        }
        return found ? slots : null;
    }

    private IEnumerable<string> Capable(ModelSlot slot) => models.Where(model => model.Value.Capabilities.Contains(slot.Capability)).Select(model => model.Key);

    private void CheckSharedSettings()
    {
        var cards = comparison.Baselines.Prepend(comparison.Method).Select(system => SystemCatalog.Find(system.System)?.Card).OfType<SystemCard>().ToList();
        foreach (var (name, where) in ShotsSetting.Expand(comparison.Settings).Select(setting => (setting.Key, "settings"))
            .Concat(comparison.Sweep.Select(axis => (ShotsSetting.SettingOf(axis.Key), "sweep"))))
            if (!cards.Exists(card => Declares(card, name)))
                errors.Add(read.ErrorAt($"{path}.{where}", $"No system of this comparison has a setting '{name}'; they have {List(cards.SelectMany(card => card.Settings).Select(setting => setting.Name).Distinct())}."));
    }

    private static bool Declares(SystemCard card, string setting) => card.Settings.Any(declared => declared.Name == setting);

    private static bool DependsOnSeed(EvidenceSpec spec) => spec.Seed is not null || spec.Needs.Any(DependsOnSeed);

    private static string? Only(IEnumerable<string> names) => names.Distinct().ToList() is [var only] ? only : null;

    private static string List(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";
}
