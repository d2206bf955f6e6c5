using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace EvalHarness.Models.Tests.Remote;

/// <summary>A clock that stands still and tells what is waited for, so that a test advances it exactly then and never sleeps.</summary>
public sealed class SteppedTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();
    private TimeSpan _attemptLimit = TimeSpan.FromSeconds(120);

    public SteppedTime() : base(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)) { }

    /// <summary>Timers of this length are an attempt's limit and no wait.</summary>
    public TimeSpan AttemptLimit { get => _attemptLimit; init => _attemptLimit = value; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime != _attemptLimit)
            _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>The next wait that somebody begins, without advancing.</summary>
    public ValueTask<TimeSpan> NextWaitAsync() => _waits.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Lets one wait pass and says how long it was.</summary>
    public async Task<TimeSpan> PassWaitAsync()
    {
        var wait = await NextWaitAsync();
        Advance(wait);
        return wait;
    }

    /// <summary>Lets every wait pass until the task is over.</summary>
    public async Task<(T Result, List<TimeSpan> Waits)> PassWaitsAsync<T>(Task<T> task)
    {
        var waits = new List<TimeSpan>();
        while (true)
        {
            var more = _waits.Reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
            if (await Task.WhenAny(task, more) == task)
                return (await task, waits);
            while (_waits.Reader.TryRead(out var wait))
            {
                waits.Add(wait);
                Advance(wait);
            }
        }
    }
}
