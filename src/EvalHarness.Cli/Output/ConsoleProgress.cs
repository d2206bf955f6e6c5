using EvalHarness.Pipeline.Local;
using EvalHarness.Pipeline.Running;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Cli.Output;

/// <summary>
/// Shows a run's progress on standard error: one line that is overwritten, with rate and time left, on a terminal; a plain line now and then elsewhere.
/// </summary>
internal sealed class ConsoleProgress : IRunProgress, IDisposable
{
    private static readonly TimeSpan TerminalPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainPause = TimeSpan.FromSeconds(10);

    private readonly EvalHarnessApp _app;
    private readonly bool _quiet;
    private readonly long _started;
    private readonly Lock _gate = new();
    private long _total;
    private long _reused;
    private long _done;
    private int _missing;
    private long _shown;
    private bool _open;

    public ConsoleProgress(EvalHarnessApp app, bool quiet)
    {
        _app = app;
        _quiet = quiet;
        _started = app.Time.GetTimestamp();
        _shown = _started;
    }

    public void Planned(long units, long reused)
    {
        lock (_gate)
        {
            (_total, _reused) = (units, reused);
            if (!_quiet)
                Line($"{units:N0} units of evidence, {reused:N0} of them computed earlier");
        }
    }

    public void UnitsDone(int units)
    {
        lock (_gate)
        {
            _done += units;
            if (_quiet || _app.Time.GetElapsedTime(_shown) < (_app.IsTerminal ? TerminalPause : PlainPause))
                return;
            _shown = _app.Time.GetTimestamp();
            Show();
        }
    }

    public void ShardDone(ShardRow row, IReadOnlyList<MissingUnit> missing)
    {
        if (missing.Count == 0)
            return;
        lock (_gate)
            _missing += missing.Count;
        Message($"{missing.Count} units failed and will be tried again by resume: {missing[0].Reason}");
    }

    public void Message(string text)
    {
        lock (_gate)
            Line(text);
    }

    public void Finish()
    {
        lock (_gate)
        {
            if (!_quiet && _total > 0 && _app.IsTerminal)
                Show();
            EndLine();
        }
    }

    public void Dispose() => Finish();

    private void Show()
    {
        var seconds = _app.Time.GetElapsedTime(_started).TotalSeconds;
        var rate = seconds > 0 ? _done / seconds : 0;
        var left = _total - _reused - _done;
        var eta = rate > 0 && left > 0 ? $", {TimeSpan.FromSeconds(left / rate):h\\:mm\\:ss} left" : "";
        var text = $"{_reused + _done:N0} of {_total:N0} units, {rate:N1}/s{eta}{(_missing > 0 ? $", {_missing} failed" : "")}";
        if (!_app.IsTerminal)
        {
            Line(text);
            return;
        }
        _app.Error.Write($"\r{text}\u001b[K");
        _open = true;
    }

    private void Line(string text)
    {
        EndLine();
        _app.Error.WriteLine(text);
    }

    private void EndLine()
    {
        if (_open)
            _app.Error.WriteLine();
        _open = false;
    }
}
