using System.Buffers;
using EvalHarness.Core.Predictions;
using EvalHarness.Pipeline.Aggregation;

namespace EvalHarness.Pipeline.Publishing;

/// <summary>Writes predictions as JSON lines; the file appears under its name when all are written.</summary>
public sealed class PredictionFileWriter(string path) : IPredictionWriter
{
    private const int FlushAt = 1 << 16;

    private readonly FileStream _file = new(path + ".tmp", FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1);
    private readonly ArrayBufferWriter<byte> _lines = new(FlushAt * 2);

    /// <inheritdoc/>
    public ValueTask WriteAsync(Prediction prediction, CancellationToken cancellationToken)
    {
        PredictionJson.Write(_lines, prediction);
        return _lines.WrittenCount < FlushAt ? ValueTask.CompletedTask : FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await _file.DisposeAsync().ConfigureAwait(false);
        File.Move(_file.Name, path, overwrite: true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync().ConfigureAwait(false);
        File.Delete(_file.Name);
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _file.WriteAsync(_lines.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _lines.ResetWrittenCount();
    }
}
