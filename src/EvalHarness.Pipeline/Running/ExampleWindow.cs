using EvalHarness.Core.Suites;

namespace EvalHarness.Pipeline.Running;

/// <summary>
/// Hands out examples by id from one forward pass over a split that all shards of a process share. Shards ask in split order, give or take
/// their parallelism, so a bounded window of examples read ahead suffices; an id behind the window starts a new pass.
/// </summary>
public sealed class ExampleWindow(ISuiteData data) : IAsyncDisposable
{
    private const int Capacity = 8192;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, Example> _window = [];
    private readonly Queue<string> _order = new();
    private IAsyncEnumerator<Example>? _pass;

    /// <summary>The examples of the given ids.</summary>
    /// <exception cref="SuiteException">An id is not in the split any more.</exception>
    public async Task<IReadOnlyDictionary<string, Example>> GetAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Example>(ids.Count);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var wanted = new HashSet<string>(ids.Count);
            foreach (var id in ids)
                if (_window.Remove(id, out var example))
                    found[id] = example;
                else
                    wanted.Add(id);
            var restarted = _pass is null;
            while (wanted.Count > 0)
            {
                _pass ??= data.ReadAsync(CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
                cancellationToken.ThrowIfCancellationRequested();
                if (await _pass.MoveNextAsync().ConfigureAwait(false))
                {
                    if (wanted.Remove(_pass.Current.Id))
                        found[_pass.Current.Id] = _pass.Current;
                    else
                        Keep(_pass.Current);
                    continue;
                }
                await _pass.DisposeAsync().ConfigureAwait(false);
                _pass = null;
                if (restarted)
                    throw new SuiteException($"The example '{wanted.First()}' of {data.Suite.Card.Name} {data.Split} is gone: its files changed since the run was planned.");
                restarted = true;
                _window.Clear();
                _order.Clear();
            }
            return found;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends the pass.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_pass is not null)
            await _pass.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
    }

    private void Keep(Example example)
    {
        if (!_window.TryAdd(example.Id, example))
            return;
        _order.Enqueue(example.Id);
        while (_order.Count > Capacity)
            _window.Remove(_order.Dequeue());
    }
}
