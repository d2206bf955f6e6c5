using EvalHarness.Core.Models;

namespace EvalHarness.Core.Manifests.Binding;

/// <summary>Binds <c>generation</c> of comparisons, systems and own suites.</summary>
internal static class GenerationBinder
{
    private static readonly KeyValuePair<string, OverflowPolicy>[] Policies =
    [
        new("fail", OverflowPolicy.Fail), new("truncate-left", OverflowPolicy.TruncateLeft), new("truncate-middle", OverflowPolicy.TruncateMiddle),
    ];

    /// <summary>The manifest's word for a policy.</summary>
    public static string NameOf(OverflowPolicy policy) => Policies.First(entry => entry.Value == policy).Key;

    public static GenerationDeclaration Bind(ObjectFields parent) =>
        parent.Object("generation") is { } fields ? Bind(fields, ofSuite: false) : new GenerationDeclaration();

    /// <summary>A suite's defaults. Whether a chat template is used depends on system and model, so a suite does not say.</summary>
    public static GenerationSettings BindOfSuite(ObjectFields suite) =>
        suite.Object("generation", "the 'generation' of a suite") is { } fields ? Bind(fields, ofSuite: true).Over(new GenerationSettings()) : new GenerationSettings();

    private static GenerationDeclaration Bind(ObjectFields fields, bool ofSuite)
    {
        var generation = new GenerationDeclaration
        {
            MaxNewTokens = fields.Integer("maxNewTokens", 1, 1_000_000),
            Stop = fields.Texts("stop"),
            Temperature = fields.Number("temperature", new NumberRange(0, 100)),
            TopK = fields.Integer("topK", 1, 1_000_000),
            TopP = fields.Number("topP", new NumberRange(0, 1, OpenLow: true)),
            Samples = fields.Integer("samples", 1, 10_000),
            Beams = fields.Integer("beams", 1, 1_000),
            ChatTemplate = ofSuite ? null : fields.Flag("chatTemplate"),
            SystemMessage = fields.Text("systemMessage"),
            Overflow = fields.OneOf("overflow", [.. Policies.Select(entry => entry.Key)]) is { } word ? Policies.First(entry => entry.Key == word).Value : null,
        };
        fields.Close();
        return generation;
    }
}
