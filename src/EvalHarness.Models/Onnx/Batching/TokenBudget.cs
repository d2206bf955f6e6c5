namespace EvalHarness.Models.Onnx.Batching;

/// <summary>
/// How many tokens one batch holds. Doubles while that makes the model faster, then stays; is halved when memory runs out. Thread safe.
/// </summary>
public sealed class TokenBudget
{
    private const double WorthIt = 1.05;
    private const int LeastMeasured = 3;
    private readonly Lock _gate = new();
    private readonly int _most;
    private bool _settled;
    private double _previousRate;
    private long _tokens;
    private double _seconds;
    private int _batches;

    /// <summary>A budget.</summary>
    /// <param name="start">Tokens of the first batches.</param>
    /// <param name="most">It never grows beyond this.</param>
    /// <param name="isFixed">Whether it stays as it is but for lack of memory.</param>
    public TokenBudget(int start, int most, bool isFixed = false)
    {
        Current = start;
        _most = most;
        _settled = isFixed;
    }

    /// <summary>Tokens of the next batch.</summary>
    public int Current { get; private set; }

    /// <summary>Tells how long a batch took. Batches that are not about full say little and are passed over.</summary>
    public void Report(int tokens, double seconds)
    {
        lock (_gate)
        {
            if (_settled || tokens < Current * 3 / 4)
                return;
            _tokens += tokens;
            _seconds += seconds;
            if (++_batches < LeastMeasured)
                return;
            var rate = _tokens / Math.Max(_seconds, 1e-9);
            if (_previousRate > 0 && rate < _previousRate * WorthIt)
            {
                // The last doubling did not pay: the smaller batch is as fast and takes less memory.
                Current = rate < _previousRate ? Current / 2 : Current;
                _settled = true;
            }
            else if (Current * 2 > _most)
                _settled = true;
            else
                Current *= 2;
            (_previousRate, _tokens, _seconds, _batches) = (rate, 0, 0, 0);
        }
    }

    /// <summary>Memory ran out: halves the budget. False when nothing smaller is left to try.</summary>
    public bool Halve()
    {
        lock (_gate)
        {
            _settled = true;
            if (Current <= 1)
                return false;
            Current = Math.Max(1, Current / 2);
            return true;
        }
    }
}
