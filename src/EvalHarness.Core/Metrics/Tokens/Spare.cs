namespace EvalHarness.Core.Metrics.Tokens;

/// <summary>
/// Keeps one used workspace for the next call, so that a scorer may be called from many threads and, called from one, reserves nothing anew.
/// </summary>
/// <typeparam name="T">The workspace; itself not thread safe.</typeparam>
internal sealed class Spare<T> where T : class, new()
{
    private T? _spare;

    /// <summary>The kept workspace or a new one; nobody else has it until it is given back.</summary>
    public T Take() => Interlocked.Exchange(ref _spare, null) ?? new T();

    /// <summary>Keeps the workspace for the next call. One that is not given back after an exception is simply lost.</summary>
    public void GiveBack(T workspace) => Volatile.Write(ref _spare, workspace);
}
