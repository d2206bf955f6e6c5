using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites;

/// <summary>A split and the names its file may have, the best first.</summary>
/// <param name="Split">Name of the split.</param>
/// <param name="Names">Relative file names.</param>
public sealed record SplitFile(string Split, params string[] Names);

/// <summary>The splits of a suite and the files they are read from, as far as they are in the data folder.</summary>
public sealed class SplitFiles
{
    private readonly string _suite;
    private readonly string _place;
    private readonly List<SplitFile> _known;
    private readonly Dictionary<string, DataFile> _found = new(StringComparer.Ordinal);

    /// <summary>Looks for the files.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="meaning">What is missing when none is there, such as "the questions of WikiTableQuestions".</param>
    /// <param name="training">The training split, or null where the benchmark has none.</param>
    /// <param name="splits">All splits, the default first.</param>
    /// <exception cref="SuiteException">No file of an evaluable split is there.</exception>
    public SplitFiles(DataFolder folder, string meaning, string? training, params IEnumerable<SplitFile> splits)
    {
        _suite = folder.Suite;
        _place = folder.Root;
        _known = [.. splits];
        foreach (var split in _known)
            if (folder.FindAny(split.Names) is { } file)
                _found.Add(split.Split, file);
        Training = training is not null && _found.ContainsKey(training) ? training : null;
        // A training split alone can still be evaluated on its hash pool's complement.
        Evaluable = [.. _known.Select(split => split.Split).Where(split => _found.ContainsKey(split)).OrderBy(split => split == training)];
        if (Evaluable.Count == 0)
            throw new SuiteException($"'{folder.Suite}' finds no data in {folder.Root}; expected {meaning} in {string.Join(" or ", _known.Select(split => split.Names[0]))}.");
        if (Evaluable is [var only] && only == training)
            Training = null;
    }

    /// <summary>Takes files as given.</summary>
    /// <param name="suite">Name of the suite, for messages.</param>
    /// <param name="evaluated">The split that is evaluated, and its file.</param>
    /// <param name="training">The split that demonstrations come from, and its file, or null.</param>
    public SplitFiles(string suite, (string Split, DataFile File) evaluated, (string Split, DataFile File)? training)
    {
        _suite = suite;
        _place = Path.GetDirectoryName(evaluated.File.FullPath) ?? "";
        _known = [new SplitFile(evaluated.Split, evaluated.File.Name)];
        _found.Add(evaluated.Split, evaluated.File);
        if (training is { } pool)
        {
            _known.Add(new SplitFile(pool.Split, pool.File.Name));
            _found.Add(pool.Split, pool.File);
        }
        Training = training?.Split;
        Evaluable = [.. _known.Select(split => split.Split)];
    }

    /// <summary>Splits whose files are there, the default first and the training split last.</summary>
    public IReadOnlyList<string> Evaluable { get; }

    /// <summary>The training split, or null where its file is absent or it is the only split.</summary>
    public string? Training { get; }

    /// <summary>The file of a split.</summary>
    /// <exception cref="SuiteException">The suite has no such split, or its file is absent.</exception>
    public DataFile Require(string split)
    {
        if (_found.TryGetValue(split, out var file))
            return file;
        throw new SuiteException(_known.FirstOrDefault(known => known.Split == split) is { } absent
            ? $"The split '{split}' of '{_suite}' is read from {string.Join(" or ", absent.Names)}, which is not in {_place}; splits that are there: {string.Join(", ", Evaluable)}."
            : $"'{_suite}' has no split '{split}'{Suggestion.For(split, _known.Select(known => known.Split))}; it has {string.Join(", ", Evaluable)}.");
    }
}
