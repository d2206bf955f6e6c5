using EvalHarness.Core.Models;
using EvalHarness.Models.Tokenizers.PostProcessors;

namespace EvalHarness.Models.Tokenizers;

/// <summary>Cuts texts to a length, before special tokens are added, as the reference library does.</summary>
internal static class Truncation
{
    public static void Apply(List<List<OutputToken>> sequences, EncodeOptions options, int specialTokens)
    {
        if (options.MaxLength is not { } limit)
            throw new ModelException("Truncation needs a maximum length.");
        var room = limit - specialTokens;
        if (room < 0)
            throw new ModelException($"A maximum length of {limit} leaves no room: {specialTokens} special tokens are added.");
        var total = sequences.Sum(s => s.Count);
        if (total <= room)
            return;
        switch (options.Truncation)
        {
            case TruncationStrategy.LongestFirst when sequences.Count == 2:
                var (first, second) = LongestFirst(sequences[0].Count, sequences[1].Count, room);
                sequences[0] = Cut(sequences[0], first, options.Side);
                sequences[1] = Cut(sequences[1], second, options.Side);
                break;
            case TruncationStrategy.LongestFirst:
                sequences[0] = Cut(sequences[0], room, options.Side);
                break;
            default:
                var target = options.Truncation == TruncationStrategy.OnlyFirst ? 0 : 1;
                if (target >= sequences.Count)
                    throw new ModelException("Truncation of the second text only needs a second text.");
                var keep = sequences[target].Count - (total - room);
                // With a limit of zero tokens the reference empties both texts instead of failing.
                if (room == 0)
                    sequences.ForEach(s => s.Clear());
                else if (keep > 0)
                    sequences[target] = Cut(sequences[target], keep, options.Side);
                else
                    throw new ModelException(
                        $"Truncation error: the {(target == 0 ? "first" : "second")} text of {sequences[target].Count} tokens is too short to be cut by the {total - room} that are over the maximum length of {limit}.");
                break;
        }
    }

    /// <summary>The longer text gives way first; what is still over is taken from both evenly.</summary>
    private static (int First, int Second) LongestFirst(int first, int second, int room)
    {
        var (shorter, longer) = (Math.Min(first, second), Math.Max(first, second));
        longer = shorter > room ? shorter : Math.Max(shorter, room - shorter);
        if (shorter + longer > room)
        {
            shorter = room / 2;
            longer = shorter + room % 2;
        }
        return first <= second ? (shorter, longer) : (longer, shorter);
    }

    private static List<OutputToken> Cut(List<OutputToken> tokens, int keep, TruncationSide side) =>
        keep >= tokens.Count ? tokens : side == TruncationSide.Right ? tokens[..keep] : tokens[^keep..];
}
