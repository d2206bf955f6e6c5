namespace EvalHarness.Pipeline.Stores.Local;

/// <summary>The two stores of a folder: artefacts as files, rows in <c>rows.db</c>.</summary>
/// <param name="Artifacts">Artefacts.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Folder">The folder.</param>
public sealed record LocalStores(IArtifactStore Artifacts, IReportStore Rows, string Folder)
{
    /// <summary>Name of the store folder beside a manifest.</summary>
    public const string DefaultFolderName = ".evalharness";

    /// <summary>Opens the stores of a folder, which is created when needed.</summary>
    public static LocalStores Open(string folder) =>
        new(new LocalArtifactStore(folder), new SqliteReportStore(Path.Combine(folder, "rows.db")), Path.GetFullPath(folder));
}
