using System.Text.Encodings.Web;
using System.Text.Json;
using EvalHarness.Pipeline.Local;
using EvalHarness.Pipeline.Running;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Pipeline.Runs;

/// <summary>Writes what a run does to <c>log.jsonl</c>, one event a line, and passes it on.</summary>
public sealed class RunLog : IRunProgress, IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FileStream _file;
    private readonly IRunProgress _next;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();

    /// <summary>Appends to a file.</summary>
    public RunLog(string path, IRunProgress next, TimeProvider time)
    {
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        _next = next;
        _time = time;
    }

    /// <inheritdoc/>
    public void Planned(long units, long reused)
    {
        Write("planned", writer =>
        {
            writer.WriteNumber("units", units);
            writer.WriteNumber("reused", reused);
        });
        _next.Planned(units, reused);
    }

    /// <inheritdoc/>
    public void UnitsDone(int units) => _next.UnitsDone(units);

    /// <inheritdoc/>
    public void ShardDone(ShardRow row, IReadOnlyList<MissingUnit> missing)
    {
        Write("shard", writer =>
        {
            writer.WriteString("spec", row.SpecKey);
            writer.WriteNumber("index", row.Index);
            writer.WriteString("key", row.ShardKey);
            writer.WriteString("state", row.State);
            writer.WriteNumber("units", row.Units);
            writer.WriteNumber("seconds", row.Seconds);
            if (missing.Count > 0)
                writer.WriteString("firstReason", missing[0].Reason);
        });
        _next.ShardDone(row, missing);
    }

    /// <inheritdoc/>
    public void Message(string text)
    {
        Write("message", writer => writer.WriteString("text", text));
        _next.Message(text);
    }

    /// <summary>Writes an event of the run itself.</summary>
    public void Event(string name) => Write(name, _ => { });

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write(string name, Action<Utf8JsonWriter> members)
    {
        using var line = new MemoryStream();
        using (var writer = new Utf8JsonWriter(line, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("time", _time.GetUtcNow());
            writer.WriteString("event", name);
            members(writer);
            writer.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        lock (_gate)
        {
            _file.Write(line.GetBuffer(), 0, (int)line.Length);
            _file.Flush();
        }
    }
}
