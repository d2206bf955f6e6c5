using EvalHarness.Core.Models;

namespace EvalHarness.Models.Replay;

/// <summary>A replay file in memory. The reader is strict: an unknown field, a field of the wrong form or a request answered twice is an error with its line.</summary>
internal sealed class ReplayFile
{
    private readonly Dictionary<ReplayKey, ReplayRecord> _completions = [];
    private readonly Dictionary<ReplayKey, ReplayRecord> _likelihoods = [];

    private ReplayFile(string path) => Path = path;

    public string Path { get; }

    public ReplayRecord? FindCompletion(ReplayKey key) => _completions.GetValueOrDefault(key);

    public ReplayRecord? FindLikelihood(ReplayKey key) => _likelihoods.GetValueOrDefault(key);

    public static async Task<ReplayFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var file = new ReplayFile(path);
        var line = 0;
        try
        {
            await foreach (var text in File.ReadLinesAsync(path, cancellationToken).ConfigureAwait(false))
            {
                line++;
                if (string.IsNullOrWhiteSpace(text)) continue;
                file.Add(ReplayLine.Parse(path, line, text));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"The replay file {path} cannot be read after line {line}: {e.Message}", e);
        }
        return file;
    }

    private void Add(ReplayRecord record)
    {
        var records = record.Completion is not null ? _completions : _likelihoods;
        if (!records.TryAdd(record.Key, record))
            throw new ModelException($"Replay file {Path}, line {record.Line}: {record.Key} was answered on line {records[record.Key].Line} already; remove one of them.");
    }
}
