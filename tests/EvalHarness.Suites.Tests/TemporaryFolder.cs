using System.Text;

namespace EvalHarness.Suites.Tests;

/// <summary>A folder that lives as long as a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("evalharness-suites-").FullName;

    public string Path { get; }

    public TemporaryFolder Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public TemporaryFolder Write(string name, byte[] bytes)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
