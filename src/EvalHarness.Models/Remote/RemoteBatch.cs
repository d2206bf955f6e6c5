namespace EvalHarness.Models.Remote;

/// <summary>
/// One batch of requests in flight: shares the batch's wall-clock seconds among its units by the time each was busy, and stops sending once an
/// answer shows that every request would fail.
/// </summary>
internal sealed class RemoteBatch(RequestGate gate, TimeProvider time, int units)
{
    private readonly long _started = time.GetTimestamp();
    private readonly double[] _busy = new double[units];
    private readonly Lock _sync = new();
    private EndpointException? _meetsAll;

    /// <summary>Sends one request of a unit when a place is free.</summary>
    /// <exception cref="EndpointException">It was not answered, or the batch is over.</exception>
    public async Task<T> SendAsync<T>(int unit, Func<CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        using var place = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        if (Volatile.Read(ref _meetsAll) is { } over)
            throw EndpointException.ForAll(over.Message, over.Status);
        var started = time.GetTimestamp();
        try
        {
            return await send(cancellationToken).ConfigureAwait(false);
        }
        catch (EndpointException e) when (e.MeetsAll)
        {
            Volatile.Write(ref _meetsAll, e);
            throw;
        }
        finally
        {
            lock (_sync)
                _busy[unit] += time.GetElapsedTime(started).TotalSeconds;
        }
    }

    /// <summary>The units' shares of the seconds the batch took, once it is over.</summary>
    public double[] Shares()
    {
        var wall = time.GetElapsedTime(_started).TotalSeconds;
        var busy = _busy.Sum();
        return [.. _busy.Select(seconds => busy > 0 ? wall * seconds / busy : 0)];
    }
}

/// <summary>Limits a model's requests in flight, over all batches.</summary>
internal sealed class RequestGate(int places) : IDisposable
{
    private readonly SemaphoreSlim _places = new(places, places);

    /// <summary>Waits for a place; disposing what is returned frees it.</summary>
    public async ValueTask<Place> EnterAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Place(_places);
    }

    public void Dispose() => _places.Dispose();

    /// <summary>A place held.</summary>
    internal readonly struct Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
