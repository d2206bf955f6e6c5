namespace EvalHarness.Core.Text;

/// <summary>Finds the name somebody meant: the nearest by edits, where one is near enough to be worth suggesting.</summary>
public static class NearestName
{
    /// <summary>The nearest name, ignoring case, or null where all are more than a third of the word's length away.</summary>
    public static string? Of(string word, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(names);
        string? nearest = null;
        // At least two edits: a short word with two letters swapped is still that word.
        var allowed = Math.Max(2, word.Length / 3);
        foreach (var name in names)
        {
            if (Math.Abs(name.Length - word.Length) > allowed)
                continue;
            var distance = Edits(word.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance > allowed || distance >= name.Length)
                continue;
            // Later names must be strictly nearer.
            (nearest, allowed) = (name, distance - 1);
        }
        return nearest;
    }

    /// <summary>A complaint with a suggestion, or with the list of names where none is near.</summary>
    /// <param name="complaint">What was wrong, without a full stop.</param>
    /// <param name="word">The word found.</param>
    /// <param name="names">The names that would be right.</param>
    /// <param name="listed">How the list is introduced: "metrics are".</param>
    public static string Sentence(string complaint, string word, IEnumerable<string> names, string listed)
    {
        var known = names.ToArray();
        return Of(word, known) is { } nearest ? $"{complaint}; did you mean \"{nearest}\"?" : $"{complaint}; {listed} {string.Join(", ", known)}";
    }

    // Levenshtein distance over two rows.
    private static int Edits(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        var current = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            (previous, current) = (current, previous);
        }
        return previous[b.Length];
    }
}
