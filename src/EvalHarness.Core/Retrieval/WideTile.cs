using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EvalHarness.Core.Retrieval;

/// <summary>12 queries by 32 items: 24 accumulators leave registers for two loads and a broadcast among 32 of 512 bits.</summary>
internal sealed class WideTile : DotProductTile
{
    private const int QueryCount = 12;

    /// <inheritdoc/>
    public override int Queries => QueryCount;

    /// <inheritdoc/>
    public override int Items => 2 * Vector512<float>.Count;

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
        Load(in products, 6, out var a6, out var b6);
        Load(in products, 7, out var a7, out var b7);
        Load(in products, 8, out var a8, out var b8);
        Load(in products, 9, out var a9, out var b9);
        Load(in products, 10, out var a10, out var b10);
        Load(in products, 11, out var a11, out var b11);
        ref var query = ref Unsafe.AsRef(in queries);
        ref var item = ref Unsafe.AsRef(in items);
        for (; dimension > 0; dimension--)
        {
            var first = Vector512.LoadUnsafe(ref item);
            var second = Vector512.LoadUnsafe(ref item, (nuint)Vector512<float>.Count);
            var value = Vector512.Create(query);
            a0 = Vector512.FusedMultiplyAdd(value, first, a0);
            b0 = Vector512.FusedMultiplyAdd(value, second, b0);
            value = Vector512.Create(Unsafe.Add(ref query, 1));
            a1 = Vector512.FusedMultiplyAdd(value, first, a1);
            b1 = Vector512.FusedMultiplyAdd(value, second, b1);
            value = Vector512.Create(Unsafe.Add(ref query, 2));
            a2 = Vector512.FusedMultiplyAdd(value, first, a2);
            b2 = Vector512.FusedMultiplyAdd(value, second, b2);
            value = Vector512.Create(Unsafe.Add(ref query, 3));
            a3 = Vector512.FusedMultiplyAdd(value, first, a3);
            b3 = Vector512.FusedMultiplyAdd(value, second, b3);
            value = Vector512.Create(Unsafe.Add(ref query, 4));
            a4 = Vector512.FusedMultiplyAdd(value, first, a4);
            b4 = Vector512.FusedMultiplyAdd(value, second, b4);
            value = Vector512.Create(Unsafe.Add(ref query, 5));
            a5 = Vector512.FusedMultiplyAdd(value, first, a5);
            b5 = Vector512.FusedMultiplyAdd(value, second, b5);
            value = Vector512.Create(Unsafe.Add(ref query, 6));
            a6 = Vector512.FusedMultiplyAdd(value, first, a6);
            b6 = Vector512.FusedMultiplyAdd(value, second, b6);
            value = Vector512.Create(Unsafe.Add(ref query, 7));
            a7 = Vector512.FusedMultiplyAdd(value, first, a7);
            b7 = Vector512.FusedMultiplyAdd(value, second, b7);
            value = Vector512.Create(Unsafe.Add(ref query, 8));
            a8 = Vector512.FusedMultiplyAdd(value, first, a8);
            b8 = Vector512.FusedMultiplyAdd(value, second, b8);
            value = Vector512.Create(Unsafe.Add(ref query, 9));
            a9 = Vector512.FusedMultiplyAdd(value, first, a9);
            b9 = Vector512.FusedMultiplyAdd(value, second, b9);
            value = Vector512.Create(Unsafe.Add(ref query, 10));
            a10 = Vector512.FusedMultiplyAdd(value, first, a10);
            b10 = Vector512.FusedMultiplyAdd(value, second, b10);
            value = Vector512.Create(Unsafe.Add(ref query, 11));
            a11 = Vector512.FusedMultiplyAdd(value, first, a11);
            b11 = Vector512.FusedMultiplyAdd(value, second, b11);
            query = ref Unsafe.Add(ref query, QueryCount);
            item = ref Unsafe.Add(ref item, 2 * Vector512<float>.Count);
        }
        Store(ref products, 0, a0, b0);
        Store(ref products, 1, a1, b1);
        Store(ref products, 2, a2, b2);
        Store(ref products, 3, a3, b3);
        Store(ref products, 4, a4, b4);
        Store(ref products, 5, a5, b5);
        Store(ref products, 6, a6, b6);
        Store(ref products, 7, a7, b7);
        Store(ref products, 8, a8, b8);
        Store(ref products, 9, a9, b9);
        Store(ref products, 10, a10, b10);
        Store(ref products, 11, a11, b11);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(ref readonly float products, int row, out Vector512<float> first, out Vector512<float> second)
    {
        first = Vector512.LoadUnsafe(in products, (nuint)(row * 2 * Vector512<float>.Count));
        second = Vector512.LoadUnsafe(in products, (nuint)((row * 2 + 1) * Vector512<float>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref float products, int row, Vector512<float> first, Vector512<float> second)
    {
        first.StoreUnsafe(ref products, (nuint)(row * 2 * Vector512<float>.Count));
        second.StoreUnsafe(ref products, (nuint)((row * 2 + 1) * Vector512<float>.Count));
    }
}
