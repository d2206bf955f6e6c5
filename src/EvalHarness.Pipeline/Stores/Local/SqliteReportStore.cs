using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EvalHarness.Core.Json;
using EvalHarness.Core.Reports;
using Microsoft.Data.Sqlite;

namespace EvalHarness.Pipeline.Stores.Local;

/// <summary>
/// Rows in one SQLite file. Like the tables of the cloud store, each row is a partition key, a row key that sorts as it is listed, and its content
/// as JSON; so both stores hold the same things under the same keys. Several processes may use the file at once.
/// </summary>
public sealed class SqliteReportStore : IReportStore
{
    // Writers wait for each other rather than fail: a shard's row must not be lost because a second run writes too.
    private const int BusyTimeoutSeconds = 60;

    private readonly string _connectionString;
    private readonly Lazy<Task> _created;

    /// <summary>A store in a file, which is created when needed.</summary>
    public SqliteReportStore(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = BusyTimeoutSeconds }.ToString();
        _created = new Lazy<Task>(CreateAsync);
    }

    /// <inheritdoc/>
    public Task PutRunAsync(RunRow run, CancellationToken cancellationToken) =>
        PutAsync("Runs", run.Manifest, $"{RowKeys.Newest(run.Started)}-{run.Id}", run, ReportStoreJson.Default.RunRow, cancellationToken);

    /// <inheritdoc/>
    public async Task<RunRow?> FindRunAsync(string runId, CancellationToken cancellationToken) =>
        // Behind the 19 digits of the time and a '-'. Not LIKE: an id is what a user types, and '%' names no run.
        await ReadAsync("SELECT content FROM rows WHERE tab = 'Runs' AND substr(row, 21) = $b", [("$b", runId)], ReportStoreJson.Default.RunRow, cancellationToken)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public IAsyncEnumerable<RunRow> ListRunsAsync(string? manifest, CancellationToken cancellationToken) => manifest is null
        ? ReadAsync("SELECT content FROM rows WHERE tab = 'Runs' ORDER BY row", [], ReportStoreJson.Default.RunRow, cancellationToken)
        : ListAsync("Runs", manifest, ReportStoreJson.Default.RunRow, cancellationToken);

    /// <inheritdoc/>
    public Task PutShardAsync(ShardRow shard, CancellationToken cancellationToken) =>
        PutAsync("Shards", shard.RunId, $"{shard.SpecKey},{shard.Index:D8}", shard, ReportStoreJson.Default.ShardRow, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ShardRow> ListShardsAsync(string runId, CancellationToken cancellationToken) =>
        ListAsync("Shards", runId, ReportStoreJson.Default.ShardRow, cancellationToken);

    /// <inheritdoc/>
    public async Task PutReportAsync(RunReport report, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = connection.BeginTransaction();
        foreach (var table in (string[])["Measurements", "Contrasts"])
            await ExecuteAsync(connection, "DELETE FROM rows WHERE tab = $t AND part = $p", [("$t", table), ("$p", report.Run.Id)], cancellationToken).ConfigureAwait(false);
        foreach (var (number, measurement) in report.Measurements.Index())
        {
            await InsertAsync(connection, "Measurements", report.Run.Id, RowKeys.Numbered(number), measurement, ReportStoreJson.Default.Measurement, cancellationToken).ConfigureAwait(false);
            var history = new HistoryRow(report.Run.Id, report.Run.Started, measurement.Value, measurement.CiLow, measurement.CiHigh);
            await InsertAsync(connection, "History", RowKeys.History(report, measurement), $"{RowKeys.Newest(report.Run.Started)}-{report.Run.Id}", history, ReportStoreJson.Default.HistoryRow, cancellationToken).ConfigureAwait(false);
        }
        foreach (var (number, contrast) in report.Contrasts.Index())
            await InsertAsync(connection, "Contrasts", report.Run.Id, RowKeys.Numbered(number), contrast, ReportStoreJson.Default.Contrast, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Measurement> ListMeasurementsAsync(string runId, CancellationToken cancellationToken) =>
        ListAsync("Measurements", runId, ReportStoreJson.Default.Measurement, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Contrast> ListContrastsAsync(string runId, CancellationToken cancellationToken) =>
        ListAsync("Contrasts", runId, ReportStoreJson.Default.Contrast, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<HistoryRow> ListHistoryAsync(HistoryKey key, CancellationToken cancellationToken) =>
        ListAsync("History", RowKeys.History(key), ReportStoreJson.Default.HistoryRow, cancellationToken);

    /// <inheritdoc/>
    public async Task<BaselineRow?> FindBaselineAsync(string manifest, CancellationToken cancellationToken) =>
        await ListAsync("Baselines", manifest, ReportStoreJson.Default.BaselineRow, cancellationToken).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<bool> TryPutBaselineAsync(BaselineRow baseline, string? expectedETag, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = connection.BeginTransaction();
        var current = await FindBaselineAsync(connection, baseline.Manifest, cancellationToken).ConfigureAwait(false);
        if (current?.ETag != expectedETag)
            return false;
        await InsertAsync(connection, "Baselines", baseline.Manifest, "accepted", baseline with { ETag = Guid.NewGuid().ToString("N") }, ReportStoreJson.Default.BaselineRow, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static async Task<BaselineRow?> FindBaselineAsync(SqliteConnection connection, string manifest, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, "SELECT content FROM rows WHERE tab = 'Baselines' AND part = $p", [("$p", manifest)]);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is string content
            ? JsonSerializer.Deserialize(content, ReportStoreJson.Default.BaselineRow)
            : null;
    }

    private async Task PutAsync<T>(string table, string partition, string row, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await InsertAsync(connection, table, partition, row, value, type, cancellationToken).ConfigureAwait(false);
    }

    private static Task InsertAsync<T>(
        SqliteConnection connection, string table, string partition, string row, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, "INSERT OR REPLACE INTO rows (tab, part, row, content) VALUES ($t, $p, $r, $c)",
            [("$t", table), ("$p", partition), ("$r", row), ("$c", JsonSerializer.Serialize(value, type))], cancellationToken);

    private IAsyncEnumerable<T> ListAsync<T>(string table, string partition, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        ReadAsync("SELECT content FROM rows WHERE tab = $t AND part = $p ORDER BY row", [("$t", table), ("$p", partition)], type, cancellationToken);

    private async IAsyncEnumerable<T> ReadAsync<T>(
        string sql, (string Name, string Value)[] parameters, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var command = Command(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return JsonSerializer.Deserialize(reader.GetString(0), type)!;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql, (string Name, string Value)[] parameters, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql, parameters);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, string Value)[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // every statement is a constant of this class; values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await _created.Value.ConfigureAwait(false);
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        return connection;
    }

    private async Task CreateAsync()
    {
        await using var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync().ConfigureAwait(false);
        // Write-ahead log: readers and a writer do not block each other, and a killed process leaves a consistent file.
        await ExecuteAsync(connection, "PRAGMA journal_mode = WAL", [], CancellationToken.None).ConfigureAwait(false);
        await ExecuteAsync(
            connection,
            "CREATE TABLE IF NOT EXISTS rows (tab TEXT NOT NULL, part TEXT NOT NULL, row TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (tab, part, row)) WITHOUT ROWID",
            [],
            CancellationToken.None).ConfigureAwait(false);
    }
}

/// <summary>Row keys that every report store uses.</summary>
public static class RowKeys
{
    /// <summary>A key that sorts later times first.</summary>
    public static string Newest(DateTimeOffset time) => (DateTimeOffset.MaxValue.Ticks - time.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>A key that keeps an order.</summary>
    public static string Numbered(int number) => number.ToString("D8", CultureInfo.InvariantCulture);

    /// <summary>The partition of a measurement's history.</summary>
    public static string History(RunReport report, Measurement measurement) =>
        History(new HistoryKey(report.Run.Manifest, measurement.Comparison, CanonicalJson.Text(measurement.Variant), measurement.System, measurement.Figure));

    /// <summary>The partition of a history.</summary>
    public static string History(HistoryKey key) => string.Join(',', key.Manifest, key.Comparison, key.Variant, key.System, key.Figure);
}
