using EvalHarness.Core.Evidence;
using EvalHarness.Core.Suites;
using EvalHarness.Core.Systems;

namespace EvalHarness.Pipeline.Planning;

/// <summary>A request as it would be sent.</summary>
/// <param name="Comparison">The comparison.</param>
/// <param name="System">The first system that asks.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Request">The request.</param>
public sealed record PreviewedRequest(string Comparison, string System, string Unit, RequestText Request);

/// <summary>
/// Renders the first requests of a run without calling a model: draws demonstrations, fills templates. What cannot be rendered shows here, before
/// anything is spent.
/// </summary>
public static class PromptPreview
{
    /// <summary>Renders the requests of the first evaluated examples of every comparison.</summary>
    /// <exception cref="SystemSetupException">Demonstrations cannot be drawn.</exception>
    /// <exception cref="SuiteException">A template cannot be rendered.</exception>
    public static async Task<IReadOnlyList<PreviewedRequest>> RenderAsync(RunDefinition definition, int examples, CancellationToken cancellationToken)
    {
        var requests = new List<PreviewedRequest>();
        foreach (var comparison in definition.Comparisons)
        {
            var first = await comparison.Data.ReadAsync(cancellationToken).Where(example => comparison.Selection.Contains(example.Id))
                .Take(examples).ToListAsync(cancellationToken).ConfigureAwait(false);
            var shown = new HashSet<string>();
            foreach (var instance in comparison.Systems.Where(instance => instance.System is not null))
                foreach (var spec in instance.System!.Evidence)
                    if (spec.Needs.Count == 0 && spec.Unit is EvidenceUnit.Example or EvidenceUnit.Run && shown.Add($"{spec.Producer.Name} {spec.Model} {spec.Settings.ToJsonString()} {spec.Seed}"))
                    {
                        var produce = await spec.Producer.PrepareAsync(new ProducerContext(spec, comparison.Data), cancellationToken).ConfigureAwait(false);
                        foreach (var example in spec.Unit == EvidenceUnit.Run ? new Example?[] { null } : first.ToArray<Example?>())
                            foreach (var call in produce(new UnitWork(example?.Id ?? UnitWork.RunUnit, example, [])).FirstOrDefault() ?? [])
                                requests.Add(new PreviewedRequest(comparison.Declaration.Name, instance.Name, example?.Id ?? UnitWork.RunUnit, call.Request));
                    }
        }
        return requests;
    }
}
