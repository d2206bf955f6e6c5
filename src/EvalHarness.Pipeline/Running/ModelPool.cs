using EvalHarness.Core.Models;

namespace EvalHarness.Pipeline.Running;

/// <summary>Loads each model once for a process and shares it between shards. Disposing it disposes the models.</summary>
public sealed class ModelPool(IReadOnlyDictionary<string, IModelSource> sources) : IAsyncDisposable
{
    private readonly Dictionary<string, Lazy<Task<IModel>>> _models = [];
    private readonly Lock _gate = new();

    /// <summary>The loaded model of that name.</summary>
    /// <exception cref="ModelException">It cannot be loaded.</exception>
    public async Task<IModel> GetAsync(string name, CancellationToken cancellationToken)
    {
        Lazy<Task<IModel>> model;
        lock (_gate)
            if (!_models.TryGetValue(name, out model!))
                // Loading goes on for the other shards when the one that asked first is cancelled.
                _models[name] = model = new Lazy<Task<IModel>>(() => Task.Run(() => sources[name].LoadAsync(CancellationToken.None)));
        return await model.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Identities of the models that were loaded: what really ran.</summary>
    public IReadOnlyDictionary<string, ModelIdentity> Loaded
    {
        get
        {
            lock (_gate)
                return _models.Where(model => model.Value is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
                    .ToDictionary(model => model.Key, model => model.Value.Value.Result.Identity);
        }
    }

    /// <summary>Disposes all loaded models.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var model in _models.Values)
            if (model.IsValueCreated)
                try
                {
                    await (await model.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
                }
                catch (ModelException)
                {
                    // It was never loaded; whoever asked for it has been told.
                }
        _models.Clear();
    }
}
