using EvalHarness.Core.Models;

namespace EvalHarness.Models;

/// <summary>A described model of a provider in this assembly: facts, and the delegate that loads it.</summary>
internal sealed class ModelSource(ModelIdentity identity, Func<CancellationToken, Task<IModel>> load, params Type[] capabilities) : IModelSource
{
    public ModelIdentity Identity { get; } = identity;

    public IReadOnlySet<Type> Capabilities { get; } = capabilities.ToHashSet();

    public bool HasChatTemplate { get; init; }

    public ModelPrice? Price { get; init; }

    public Task<IModel> LoadAsync(CancellationToken cancellationToken) => load(cancellationToken);
}
