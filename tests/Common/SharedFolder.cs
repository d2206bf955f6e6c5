namespace EvalHarness.Testing;

/// <summary>Finds the optional folder of shared fixtures, data and models that lies beside the checkout.</summary>
public static class SharedFolder
{
    /// <summary>The repository root: the nearest folder above the test binaries that holds EvalHarness.sln.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The full path of an entry of the shared folder; skips the calling test, saying why, when it is absent.</summary>
    public static string Require(string relative)
    {
        var path = Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared", relative));
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"shared/{relative} is not there: the folder of shared fixtures is optional.");
        return path;
    }

    /// <summary>A file or folder inside the repository.</summary>
    public static string InRepository(params string[] parts) => Path.Combine([RepositoryRoot, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "EvalHarness.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"EvalHarness.sln was not found above {AppContext.BaseDirectory}.");
    }
}
