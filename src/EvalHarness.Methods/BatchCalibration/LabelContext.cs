using System.Runtime.CompilerServices;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Suites;
using EvalHarness.Core.Systems;
using EvalHarness.Methods.Choose;
using EvalHarness.Methods.Evidence;

namespace EvalHarness.Methods.BatchCalibration;

/// <summary>
/// What calibration means must not cross: template and number of label words. Demonstrations are fixed for a run, so they cannot differ; where
/// the choices' texts change from example to example (COPA), a class is a position.
/// </summary>
/// <param name="Template">The template.</param>
/// <param name="Classes">Number of label words.</param>
public readonly record struct LabelContext(string Template, int Classes)
{
    /// <summary>The context of an input.</summary>
    public static LabelContext Of(ExampleInput input) => new(input.Template, input.Choices!.Count);

    /// <summary>Refuses per-example demonstrations: then no two examples share a context.</summary>
    /// <exception cref="SystemSetupException">Demonstrations are drawn per example.</exception>
    public static void RequireFixedDemonstrations(LabelPrompt prompt, string system)
    {
        if (prompt.Demonstrations.PerExample)
            throw new SystemSetupException($"'{system}' averages over examples that share their demonstrations; draw: per-example gives every example its own. Use draw: fixed.");
    }

    /// <summary>The label log-probabilities of a row.</summary>
    public static double[] Scores(DecisionRow row) => [.. row.Evidence[0].Read(EvidenceJson.Default.LabelEvidence).LogProbabilities];

    /// <summary>Decides row by row from calibrated scores.</summary>
    public static async IAsyncEnumerable<Decision> DecideAsync(
        IDecisionData data, Func<LabelContext, double[], double[]> calibrate, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in data.ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return LabelDecision.Of(row.Input.Choices!, calibrate(Of(row.Input), Scores(row)));
    }
}
