using EvalHarness.Core.Suites;

namespace EvalHarness.Suites.Formats;

/// <summary>
/// The folder a suite is read from. Names of files often come out of the data itself, which is not trusted: a name that leads out of the
/// folder, by <c>..</c>, as an absolute path or through a link, is refused.
/// </summary>
public sealed class DataFolder
{
    private readonly string _realRoot;

    /// <summary>Opens a data folder.</summary>
    /// <param name="suite">Address of the suite, for messages.</param>
    /// <param name="path">Full path of the folder.</param>
    /// <exception cref="SuiteException">It does not exist.</exception>
    public DataFolder(string suite, string path)
    {
        if (!Directory.Exists(path))
            throw new SuiteException($"The data folder of '{suite}' does not exist: {path}. Name the folder with the benchmark's own files under \"data\".");
        Suite = suite;
        Root = Path.GetFullPath(path);
        _realRoot = RealPath(Root);
    }

    /// <summary>Address of the suite.</summary>
    public string Suite { get; }

    /// <summary>Full path of the folder.</summary>
    public string Root { get; }

    /// <summary>A file of the folder, or null where it is absent.</summary>
    /// <param name="name">Relative name with forward slashes.</param>
    /// <exception cref="SuiteException">The name leads out of the folder.</exception>
    public DataFile? Find(string name)
    {
        var path = Resolve(name);
        return File.Exists(path) ? new DataFile(name, path) : null;
    }

    /// <summary>The first of several names that is there, or null.</summary>
    public DataFile? FindAny(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Find(name) is { } file)
                return file;
        return null;
    }

    /// <summary>A file that must be there.</summary>
    /// <param name="name">Relative name with forward slashes.</param>
    /// <param name="meaning">What it holds, for the message.</param>
    public DataFile Require(string name, string meaning) => Find(name)
        ?? throw new SuiteException($"'{Suite}' needs {meaning} in {name}, which is not in {Root}.");

    /// <summary>Names of the folders in one of its folders in ordinal order; empty where that folder is absent.</summary>
    public IReadOnlyList<string> FolderNames(string folder) => Names(folder, Directory.EnumerateDirectories);

    /// <summary>Names of the files in one of its folders in ordinal order; empty where that folder is absent.</summary>
    public IReadOnlyList<string> FileNames(string folder) => Names(folder, Directory.EnumerateFiles);

    private List<string> Names(string folder, Func<string, IEnumerable<string>> entries)
    {
        var path = folder.Length == 0 ? Root : Resolve(folder);
        if (!Directory.Exists(path))
            return [];
        var names = entries(path).Select(entry => Path.GetFileName(entry)!).Where(name => !name.StartsWith('.')).ToList();
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private string Resolve(string name)
    {
        if (!IsPlain(name))
            throw new SuiteException($"The name {Place.Quote(name)} in the data of '{Suite}' leads out of its folder {Root}; expected a relative name without '..'.");
        var path = Path.Combine(Root, name.Replace('/', Path.DirectorySeparatorChar));
        var real = RealPath(path);
        if (!real.StartsWith(Path.EndsInDirectorySeparator(_realRoot) ? _realRoot : _realRoot + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new SuiteException($"{name} in the data of '{Suite}' is a link that leads out of its folder {Root}; copy the file into the folder.");
        return path;
    }

    /// <summary>Whether a name is relative, with forward slashes, and stays inside the folder it is taken from.</summary>
    public static bool IsPlain(string name)
    {
        if (name.Length == 0 || name.AsSpan().IndexOfAny('\\', '\0') >= 0 || Path.IsPathRooted(name) || (name.Length > 1 && name[1] == ':'))
            return false;
        foreach (var part in name.Split('/'))
            if (part is "" or "." or "..")
                return false;
        return true;
    }

    // The path with every link in it followed. What does not exist is left as it is.
    private static string RealPath(string path)
    {
        var root = Path.GetPathRoot(path)!;
        var real = root;
        var pending = new Stack<string>(path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse());
        for (var links = 0; pending.TryPop(out var part);)
        {
            if (part == ".")
                continue;
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? root;
                continue;
            }
            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }
            if (++links > 40)
                throw new SuiteException($"{path} goes through more than 40 links; expected a plain file.");
            var rooted = Path.GetPathRoot(target) is { Length: > 0 } start ? start.Length : 0;
            if (rooted > 0)
                real = root;
            foreach (var piece in target[rooted..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
                pending.Push(piece);
        }
        return real;
    }
}
