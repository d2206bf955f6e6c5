using System.Numerics;
using System.Runtime.CompilerServices;
using EvalHarness.Core.Templating.Runtime;

namespace EvalHarness.Core.Templating.Values;

/// <summary>
/// Python's <c>==</c> and <c>hash</c>. A comparison looks at a limited number of items: lists that hold the same list twice, that one holding another one
/// twice and so on, have more items than any machine can compare.
/// </summary>
internal sealed class ValueEquality : IEqualityComparer<object?>
{
    public static readonly ValueEquality Instance = new();

    private const int MaximumCompared = 1_000_000;
    private const int MaximumHashed = 10_000;

    private ValueEquality() { }

    bool IEqualityComparer<object?>.Equals(object? x, object? y) => AreEqual(x, y);

    public static bool AreEqual(object? x, object? y)
    {
        var budget = MaximumCompared;
        return AreEqual(x, y, ref budget);
    }

    private static bool AreEqual(object? x, object? y, ref int budget)
    {
        if (x is string text)
            return y is string other ? text == other : y is Markup marked && text == marked.Text;
        if (ReferenceEquals(x, y))
            return x is not double number || !double.IsNaN(number);
        switch (x, y)
        {
            case (null, _) or (_, null):
                return false;
            case (Markup a, _):
                return y is Markup markup ? a.Text == markup.Text : y is string plain && a.Text == plain;
            case (Undefined, Undefined):
                return true;
            case (bool or long or BigInteger or double, bool or long or BigInteger or double):
                return Numbers.Compare(x, y) == 0;
            case (TemplateList a, TemplateList b):
                return SequencesEqual(a.Items, b.Items, ref budget);
            case (TemplateTuple a, TemplateTuple b):
                return SequencesEqual(a.Items, b.Items, ref budget);
            case (TemplateRange a, TemplateRange b):
                return a.Length == b.Length && (a.Length == 0 || (a.Start == b.Start && (a.Length == 1 || a.Step == b.Step)));
            case (TemplateMap a, TemplateMap b):
                return MapsEqual(a, b, ref budget);
            case (MapView a, MapView b) when a.Kind == b.Kind && a.Kind != MapViewKind.Values:
                return a.Map.Count == b.Map.Count && a.Items.All(item => b.Items.Contains(item, Instance));
            case (TemplateBytes a, TemplateBytes b):
                return a.Content.AsSpan().SequenceEqual(b.Content);
            case (TypeValue a, TypeValue b):
                return a.QualifiedName == b.QualifiedName;
            case (BoundMethod a, BoundMethod b):
                return a.Function == b.Function && ReferenceEquals(a.Self, b.Self);
            default:
                return false;
        }
    }

    /// <summary>Equality inside containers, where the same object is always equal to itself.</summary>
    public static bool AreSameOrEqual(object? x, object? y) => ReferenceEquals(x, y) || AreEqual(x, y);

    private static bool SequencesEqual(IReadOnlyList<object?> a, IReadOnlyList<object?> b, ref int budget)
    {
        if (a.Count != b.Count)
            return false;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        for (var i = 0; i < a.Count; i++)
            if (!ReferenceEquals(a[i], b[i]) && !AreEqual(a[i], b[i], ref Spend(ref budget)))
                return false;
        return true;
    }

    private static bool MapsEqual(TemplateMap a, TemplateMap b, ref int budget)
    {
        if (a.Count != b.Count)
            return false;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var (key, value) in a.Entries)
            if (!b.TryGet(key, out var other) || (!ReferenceEquals(value, other) && !AreEqual(value, other, ref Spend(ref budget))))
                return false;
        return true;
    }

    public int GetHashCode(object? value)
    {
        var budget = MaximumHashed;
        return HashOf(value, ref budget);
    }

    /// <summary>Whether a value may be a key: all but lists, maps and tuples that hold them.</summary>
    public static bool IsHashable(object? value)
    {
        var budget = MaximumHashed;
        return IsHashable(value, ref budget);
    }

    private static bool IsHashable(object? value, ref int budget)
    {
        if (value is not TemplateTuple tuple)
            return value is not (TemplateList or TemplateMap) && value is not MapView { Kind: not MapViewKind.Values };
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var item in tuple.Items)
            if (!IsHashable(item, ref Spend(ref budget)))
                return false;
        return true;
    }

    private static int HashOf(object? value, ref int budget) => value switch
    {
        null => 0,
        string text => text.GetHashCode(StringComparison.Ordinal),
        Markup markup => markup.Text.GetHashCode(StringComparison.Ordinal),
        bool flag => flag ? 1L.GetHashCode() : 0L.GetHashCode(),
        long number => number.GetHashCode(),
        BigInteger number => number.GetHashCode(),
        double number => Numbers.HashOf(number),
        Undefined => 7,
        TemplateTuple tuple => HashOf(tuple, ref budget),
        TemplateRange range => range.Length.GetHashCode(),
        TemplateBytes bytes => bytes.Content.Length,
        TypeValue type => type.QualifiedName.GetHashCode(StringComparison.Ordinal),
        BoundMethod method => method.Function.GetHashCode(),
        _ => RuntimeHelpers.GetHashCode(value),
    };

    private static int HashOf(TemplateTuple tuple, ref int budget)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var hash = new HashCode();
        foreach (var item in tuple.Items)
            hash.Add(HashOf(item, ref Spend(ref budget)));
        return hash.ToHashCode();
    }

    private static ref int Spend(ref int budget)
    {
        if (--budget < 0)
            throw Fault.Limit("values hold too many items to be compared");
        return ref budget;
    }
}
