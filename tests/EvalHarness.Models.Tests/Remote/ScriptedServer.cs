using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace EvalHarness.Models.Tests.Remote;

/// <summary>What the server received.</summary>
public sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();
}

/// <summary>What the server sends back, faults included.</summary>
public sealed record ScriptedReply(int Status, string Body)
{
    public string ContentType { get; init; } = "application/json";

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The connection is reset before anything is sent.</summary>
    public bool Reset { get; init; }

    /// <summary>Only so many bytes of the body are sent, then the connection closes; the length announced is the whole.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Half of the body is sent and the rest never.</summary>
    public bool Stall { get; init; }

    /// <summary>Held back until this completes.</summary>
    public Task? After { get; init; }

    public static ScriptedReply Ok(JsonNode body) => new(200, body.ToJsonString());

    public static ScriptedReply Error(int status, string message = "", string? code = null) =>
        new(status, new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["code"] = code } }.ToJsonString());
}

/// <summary>
/// A server on a real loopback socket that answers from a script: small enough to misbehave exactly as told, which a real server refuses to.
/// </summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ReceivedRequest> _received = new();
    private readonly Func<ReceivedRequest, int, ScriptedReply> _script;
    private readonly Task _accepting;
    private int _count;
    private int _inFlight;
    private int _mostInFlight;

    /// <param name="script">The reply to a request and its number from 0.</param>
    public ScriptedServer(Func<ReceivedRequest, int, ScriptedReply> script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Replies in order; the last one again and again.</summary>
    public ScriptedServer(params ScriptedReply[] replies) : this((_, number) => replies[Math.Min(number, replies.Length - 1)])
    {
    }

    public string Endpoint => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1";

    public IReadOnlyList<ReceivedRequest> Received => [.. _received];

    public int MostInFlight => Volatile.Read(ref _mostInFlight);

    /// <summary>Completes when a reply has begun that will stall.</summary>
    public TaskCompletionSource Stalled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            await using var stream = new NetworkStream(socket, ownsSocket: false);
            try
            {
                while (await ReadAsync(stream) is { } request)
                {
                    _received.Enqueue(request);
                    var reply = _script(request, Interlocked.Increment(ref _count) - 1);
                    var inFlight = Interlocked.Increment(ref _inFlight);
                    InterlockedMax(ref _mostInFlight, inFlight);
                    try
                    {
                        if (reply.After is not null)
                            await reply.After.WaitAsync(_stop.Token);
                    }
                    finally
                    {
                        Interlocked.Decrement(ref _inFlight);
                    }
                    if (!await WriteAsync(stream, socket, reply))
                        return;
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task<bool> WriteAsync(NetworkStream stream, Socket socket, ScriptedReply reply)
    {
        if (reply.Reset)
        {
            socket.LingerState = new LingerOption(true, 0);
            return false;
        }
        var body = Encoding.UTF8.GetBytes(reply.Body);
        var head = new StringBuilder($"HTTP/1.1 {reply.Status} Scripted\r\nContent-Type: {reply.ContentType}\r\nContent-Length: {body.Length}\r\n");
        foreach (var (name, value) in reply.Headers)
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), _stop.Token);
        var sent = reply.Stall ? body.Length / 2 : reply.CutAfter ?? body.Length;
        await stream.WriteAsync(body.AsMemory(0, sent), _stop.Token);
        if (reply.Stall)
        {
            Stalled.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
        }
        return reply.CutAfter is null;
    }

    private async Task<ReceivedRequest?> ReadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || head[^4] != '\r' || head[^3] != '\n' || head[^2] != '\r' || head[^1] != '\n')
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
                return null;
            head.Add(one[0]);
        }
        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var start = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, System.Globalization.CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return new ReceivedRequest(start[0], start[1], headers, Encoding.UTF8.GetString(body));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }
}
