namespace EvalHarness.Core.Retrieval;

/// <summary>What is sought for one query vector.</summary>
/// <param name="Targets">Gallery indices whose ranks are wanted; may be empty.</param>
/// <param name="Excluded">Gallery index of an item that takes no part (the query's own image), or -1.</param>
public readonly record struct RetrievalQuery(IReadOnlyList<int> Targets, int Excluded = -1);

/// <summary>A gallery item and its similarity to a query.</summary>
/// <param name="Index">Gallery index.</param>
/// <param name="Similarity">The dot product of the two vectors.</param>
public readonly record struct GalleryHit(int Index, float Similarity);

/// <summary>What a search keeps of a query's row of similarities.</summary>
/// <param name="Targets">The targets in the order of the query, with their similarities.</param>
/// <param name="Ranks">The rank of each target, from 1; parallel to <paramref name="Targets"/>.</param>
/// <param name="Top">The nearest items, nearest first, ties by the lower gallery index.</param>
/// <param name="GallerySize">The number of ranked items: the gallery without the excluded one.</param>
public sealed record RetrievalResult(IReadOnlyList<GalleryHit> Targets, IReadOnlyList<int> Ranks, IReadOnlyList<GalleryHit> Top, int GallerySize);
