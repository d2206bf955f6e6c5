using System.Numerics;

namespace EvalHarness.Core.Metrics.Denotation;

/// <summary>
/// An answer as a set of values: items that are equal count once, the first of them with its normal form. An answer is right when the sets
/// are of one size and every target matches some prediction; predictions need not each be used.
/// </summary>
/// <remarks>WikiTableQuestions evaluator.py 1.0.2.</remarks>
public sealed class DenotationAnswer
{
    // Up to here comparing all pairs is faster than looking up; beyond it the time would grow with the square.
    private const int SmallSet = 16;

    private readonly DenotationValue[] _values;

    private DenotationAnswer(DenotationValue[] values) => _values = values;

    /// <summary>The distinct values in the order of the list.</summary>
    public IReadOnlyList<DenotationValue> Values => _values;

    /// <summary>Reads a list of raw texts, with their typed values where the list is tagged.</summary>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static DenotationAnswer Read(IReadOnlyList<string> texts, IReadOnlyList<string>? canonical = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (canonical is not null && canonical.Count != texts.Count)
            throw new ArgumentException($"{texts.Count} texts cannot have {canonical.Count} typed values.", nameof(canonical));
        var values = new DenotationValue[texts.Count];
        var count = 0;
        var seen = texts.Count > SmallSet ? new HashSet<DenotationValue>(texts.Count) : null;
        for (var i = 0; i < texts.Count; i++)
        {
            var value = DenotationValue.Read(texts[i], canonical?[i]);
            if (seen is null ? Array.IndexOf(values, value, 0, count) < 0 : seen.Add(value))
                values[count++] = value;
        }
        return new(count == values.Length ? values : values[..count]);
    }

    /// <summary>Whether a predicted answer is right where this is the target.</summary>
    public bool IsAnsweredBy(DenotationAnswer predicted)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        if (_values.Length != predicted._values.Length)
            return false;
        return _values.Length <= SmallSet ? AllMatchByPairs(predicted._values) : AllMatchByLookup(predicted._values);
    }

    private bool AllMatchByPairs(DenotationValue[] predicted)
    {
        foreach (ref readonly var target in _values.AsSpan())
        {
            var found = false;
            for (var i = 0; i < predicted.Length && !found; i++)
                found = target.Matches(predicted[i]);
            if (!found)
                return false;
        }
        return true;
    }

    private bool AllMatchByLookup(DenotationValue[] predicted)
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        var wholes = new HashSet<BigInteger>();
        var dates = new HashSet<DenotationDate>();
        var reals = new List<DenotationValue>();
        foreach (ref readonly var value in predicted.AsSpan())
        {
            texts.Add(value.Normalized);
            if (value.Kind == DenotationKind.Date)
                dates.Add(value.Date);
            else if (value.Kind == DenotationKind.Number && value.Number.IsWhole)
                wholes.Add(value.Number.Whole);
            else if (value.Kind == DenotationKind.Number)
                reals.Add(value);
        }
        var sorted = reals.OrderBy(value => value.Number.Real).ToArray();
        foreach (ref readonly var target in _values.AsSpan())
        {
            var found = texts.Contains(target.Normalized) || target.Kind switch
            {
                DenotationKind.Date => dates.Contains(target.Date),
                DenotationKind.Number => target.Number.IsWhole ? wholes.Contains(target.Number.Whole) : HasNear(sorted, target.Number),
                _ => false,
            };
            if (!found)
                return false;
        }
        return true;
    }

    // Distances grow to both sides of the target's place, so the two neighbours decide.
    private static bool HasNear(DenotationValue[] sorted, in DenotationNumber target)
    {
        var low = 0;
        for (var high = sorted.Length; low < high;)
        {
            var middle = (low + high) >>> 1;
            if (sorted[middle].Number.Real < target.Real)
                low = middle + 1;
            else
                high = middle;
        }
        return low < sorted.Length && target.Matches(sorted[low].Number) || low > 0 && target.Matches(sorted[low - 1].Number);
    }
}
