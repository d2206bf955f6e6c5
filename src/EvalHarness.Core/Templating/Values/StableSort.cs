using EvalHarness.Core.Templating.Runtime;

namespace EvalHarness.Core.Templating.Values;

/// <summary>Python's <c>sorted</c>: stable, by <c>&lt;</c> alone, equal items keep their order even in reverse.</summary>
internal static class StableSort
{
    public static T[] By<T>(T[] items, Func<T, object?> key, bool reverse, RenderState state)
    {
        var entries = Array.ConvertAll(items, item => (Key: key(item), Item: item));
        Sort(entries, new (object?, T)[entries.Length], 0, entries.Length, (x, y) =>
        {
            state.Step();
            return reverse ? Ordering.Less(y, x, state) : Ordering.Less(x, y, state);
        });
        return Array.ConvertAll(entries, entry => entry.Item);
    }

    private static void Sort<T>((object? Key, T Item)[] entries, (object?, T)[] spare, int start, int end, Func<object?, object?, bool> less)
    {
        if (end - start < 2)
            return;
        var middle = start + (end - start) / 2;
        Sort(entries, spare, start, middle, less);
        Sort(entries, spare, middle, end, less);
        Array.Copy(entries, start, spare, start, end - start);
        var (left, right) = (start, middle);
        for (var i = start; i < end; i++)
        {
            // The right one goes first only where it is truly less: that makes the sort stable.
            var takeRight = left == middle || (right < end && less(spare[right].Item1, spare[left].Item1));
            entries[i] = takeRight ? spare[right++] : spare[left++];
        }
    }
}
