using EvalHarness.Core.Manifests;
using EvalHarness.Core.Models;
using EvalHarness.Models.Mock;
using EvalHarness.Models.NGram;
using EvalHarness.Models.Onnx;
using EvalHarness.Models.Remote.Chat;
using EvalHarness.Models.Remote.Completions;
using EvalHarness.Models.Replay;

namespace EvalHarness.Models;

/// <summary>All providers by name. A new one is one folder and one line here.</summary>
public static class ModelProviders
{
    /// <summary>Every provider.</summary>
    public static IReadOnlyList<ModelProvider> All { get; } =
    [
        OnnxProvider.Provider,
        ChatProvider.Provider,
        CompletionsProvider.Provider,
        NGramProvider.Provider,
        ReplayProvider.Provider,
        MockProvider.Provider,
    ];

    /// <summary>The provider of that name, or null.</summary>
    public static ModelProvider? Find(string name) => All.FirstOrDefault(provider => provider.Name == name);

    /// <summary>What is wrong with a declaration, its provider's name included (problem of the option <c>provider</c>); empty when it can be opened.</summary>
    public static IReadOnlyList<OptionProblem> Check(ModelDeclaration declaration) =>
        Find(declaration.Provider)?.Check(declaration) ?? [new OptionProblem("provider", UnknownProvider(declaration))];

    /// <summary>Checks a declaration and describes its model, without loading it.</summary>
    /// <exception cref="ModelException">The provider is unknown, an option is wrong, or a file the description needs is missing.</exception>
    public static ValueTask<IModelSource> OpenAsync(ModelDeclaration declaration, ModelOpeningContext context, CancellationToken cancellationToken) =>
        (Find(declaration.Provider) ?? throw new ModelException($"The model '{declaration.Name}': {UnknownProvider(declaration)}"))
        .OpenAsync(declaration, context, cancellationToken);

    private static string UnknownProvider(ModelDeclaration declaration) =>
        $"there is no provider '{declaration.Provider}'{Spelling.Suggestion(declaration.Provider, All.Select(provider => provider.Name))}; there are {string.Join(", ", All.Select(provider => provider.Name))}.";
}
