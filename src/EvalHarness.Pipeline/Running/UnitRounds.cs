using EvalHarness.Core.Evidence;
using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;

namespace EvalHarness.Pipeline.Running;

/// <summary>
/// Advances many units in rounds: gathers the calls of all of them, runs the calls of one model and kind as one batch, and resumes each unit with
/// its answers. Calls that fail for the environment are tried three times.
/// </summary>
public sealed class UnitRounds(ModelPool models, bool keepRequestTexts, TimeProvider time)
{
    private const int Tries = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private readonly RequestLog _requests = new(keepRequestTexts);

    /// <summary>Texts of all requests so far, or null where none are kept.</summary>
    public byte[]? EncodeRequests() => _requests.Encode();

    /// <summary>Runs units to their end; one piece of evidence or failure each, in order.</summary>
    public async Task<IReadOnlyList<UnitEvidence>> RunAsync(UnitProducer produce, IReadOnlyList<UnitWork> works, CancellationToken cancellationToken)
    {
        var states = new UnitState[works.Count];
        for (var i = 0; i < states.Length; i++)
            states[i] = new UnitState(works[i], FailureOfNeeds(works[i]), produce);
        while (true)
        {
            var calls = new List<ModelCall>();
            foreach (var state in states)
                calls.AddRange(state.Advance());
            if (calls.Count == 0)
                break;
            foreach (var batch in calls.GroupBy(call => (call.Model, Type: call.GetType())))
                await RunBatchAsync(batch.Key.Model, [.. batch], cancellationToken).ConfigureAwait(false);
            foreach (var state in states)
                state.Settle(_requests);
        }
        return Array.ConvertAll(states, state => state.Evidence());
    }

    private async Task RunBatchAsync(string modelName, List<ModelCall> calls, CancellationToken cancellationToken)
    {
        var model = await models.GetAsync(modelName, cancellationToken).ConfigureAwait(false);
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            Exception? fault = null;
            try
            {
                await calls[0].RunAsync(model, calls, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not ModelException && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
            {
                fault = exception; // memory, driver, runtime, a timeout inside the model: the whole batch failed for the environment
            }
            calls = fault is not null ? calls : calls.FindAll(call => call.Failure is { Kind: FailureKind.Environment });
            if (calls.Count == 0)
                return;
            if (attempt == Tries)
            {
                if (fault is not null)
                    foreach (var call in calls)
                        call.Fault = new Failure(FailureKind.Environment, $"{fault.GetType().Name}: {fault.Message}");
                return;
            }
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            pause *= 4;
        }
    }

    private static Failure? FailureOfNeeds(UnitWork work)
    {
        foreach (var need in work.Needs)
            if (need.Failure is { } failure)
                return failure;
        return null;
    }

    private sealed class UnitState(UnitWork work, Failure? failure, UnitProducer produce)
    {
        private readonly List<string> _digests = [];
        private IEnumerator<IReadOnlyList<ModelCall>>? _steps;
        private IReadOnlyList<ModelCall> _round = [];
        private Failure? _failure = failure;
        private bool _ended = failure is not null;
        private ModelUsage _usage;
        private int _shortened;

        public IReadOnlyList<ModelCall> Advance()
        {
            _round = [];
            if (_ended)
                return _round;
            try
            {
                _steps ??= produce(work).GetEnumerator();
                if (_steps.MoveNext())
                    return _round = _steps.Current;
                End(work.Failure);
            }
            catch (SuiteException exception)
            {
                End(new Failure(FailureKind.Input, exception.Message)); // its template cannot be rendered: one bad example fails alone
            }
            return _round;
        }

        public void Settle(RequestLog requests)
        {
            foreach (var call in _round)
            {
                _digests.Add(requests.Add(call.Request));
                _usage += call.Usage;
                _shortened += call.Shortened;
                if ((call.Fault ?? call.Failure) is { } failed && (failed.Kind == FailureKind.Environment || call.FailureEndsUnit))
                    End(failed);
            }
        }

        public UnitEvidence Evidence()
        {
            if (_failure is null && work.Payload is null)
                throw new InvalidOperationException($"The producer ended unit {work.UnitId} with neither evidence nor failure.");
            return new UnitEvidence(work.UnitId, _failure is null ? work.Payload! : ReadOnlyMemory<byte>.Empty)
            {
                Failure = _failure,
                Requests = _digests,
                Usage = _usage,
                Shortened = _shortened,
            };
        }

        private void End(Failure? reason)
        {
            _failure ??= reason;
            _ended = true;
            _steps?.Dispose();
        }
    }
}
