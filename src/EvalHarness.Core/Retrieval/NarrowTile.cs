using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EvalHarness.Core.Retrieval;

/// <summary>6 queries by 16 items: 12 accumulators leave registers for two loads and a broadcast among 16 of 256 bits.</summary>
internal sealed class NarrowTile : DotProductTile
{
    private const int QueryCount = 6;

    /// <inheritdoc/>
    public override int Queries => QueryCount;

    /// <inheritdoc/>
    public override int Items => 2 * Vector256<float>.Count;

    /// <inheritdoc/>
    protected override void AddUnchecked(ref readonly float queries, ref readonly float items, int dimension, ref float products) =>
        Accumulate(in queries, in items, dimension, ref products);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Accumulate(ref readonly float queries, ref readonly float items, int dimension, ref float products)
    {
        Load(in products, 0, out var a0, out var b0);
        Load(in products, 1, out var a1, out var b1);
        Load(in products, 2, out var a2, out var b2);
        Load(in products, 3, out var a3, out var b3);
        Load(in products, 4, out var a4, out var b4);
        Load(in products, 5, out var a5, out var b5);
        ref var query = ref Unsafe.AsRef(in queries);
        ref var item = ref Unsafe.AsRef(in items);
        for (; dimension > 0; dimension--)
        {
            var first = Vector256.LoadUnsafe(ref item);
            var second = Vector256.LoadUnsafe(ref item, (nuint)Vector256<float>.Count);
            var value = Vector256.Create(query);
            a0 = Vector256.FusedMultiplyAdd(value, first, a0);
            b0 = Vector256.FusedMultiplyAdd(value, second, b0);
            value = Vector256.Create(Unsafe.Add(ref query, 1));
            a1 = Vector256.FusedMultiplyAdd(value, first, a1);
            b1 = Vector256.FusedMultiplyAdd(value, second, b1);
            value = Vector256.Create(Unsafe.Add(ref query, 2));
            a2 = Vector256.FusedMultiplyAdd(value, first, a2);
            b2 = Vector256.FusedMultiplyAdd(value, second, b2);
            value = Vector256.Create(Unsafe.Add(ref query, 3));
            a3 = Vector256.FusedMultiplyAdd(value, first, a3);
            b3 = Vector256.FusedMultiplyAdd(value, second, b3);
            value = Vector256.Create(Unsafe.Add(ref query, 4));
            a4 = Vector256.FusedMultiplyAdd(value, first, a4);
            b4 = Vector256.FusedMultiplyAdd(value, second, b4);
            value = Vector256.Create(Unsafe.Add(ref query, 5));
            a5 = Vector256.FusedMultiplyAdd(value, first, a5);
            b5 = Vector256.FusedMultiplyAdd(value, second, b5);
            query = ref Unsafe.Add(ref query, QueryCount);
            item = ref Unsafe.Add(ref item, 2 * Vector256<float>.Count);
        }
        Store(ref products, 0, a0, b0);
        Store(ref products, 1, a1, b1);
        Store(ref products, 2, a2, b2);
        Store(ref products, 3, a3, b3);
        Store(ref products, 4, a4, b4);
        Store(ref products, 5, a5, b5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(ref readonly float products, int row, out Vector256<float> first, out Vector256<float> second)
    {
        first = Vector256.LoadUnsafe(in products, (nuint)(row * 2 * Vector256<float>.Count));
        second = Vector256.LoadUnsafe(in products, (nuint)((row * 2 + 1) * Vector256<float>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref float products, int row, Vector256<float> first, Vector256<float> second)
    {
        first.StoreUnsafe(ref products, (nuint)(row * 2 * Vector256<float>.Count));
        second.StoreUnsafe(ref products, (nuint)((row * 2 + 1) * Vector256<float>.Count));
    }
}
