using System.Text.Json;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Replay;

/// <summary>
/// Reads one line. Fields: <c>id</c> or <c>digest</c>; <c>sample</c> (from 0); <c>completion</c> with, if known, <c>finish</c> (stop, length,
/// refused) and <c>logProb</c>; or <c>logProbs</c>, for each continuation its sum or the list of its tokens', with <c>isGreedy</c>, one
/// boolean each (default: false); <c>usage</c> with <c>promptTokens</c>, <c>completionTokens</c>, <c>modelCalls</c>, <c>seconds</c>.
/// </summary>
internal sealed class ReplayLine
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly string[] Fields = ["id", "digest", "sample", "completion", "finish", "logProb", "logProbs", "isGreedy", "usage"];
    private static readonly string[] UsageFields = ["promptTokens", "completionTokens", "modelCalls", "seconds"];

    private readonly string _path;
    private readonly int _line;
    private readonly JsonElement _root;

    private ReplayLine(string path, int line, JsonElement root)
    {
        _path = path;
        _line = line;
        _root = root;
    }

    public static ReplayRecord Parse(string path, int line, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return new ReplayLine(path, line, document.RootElement).Read();
        }
        catch (JsonException e)
        {
            throw new ModelException($"Replay file {path}, line {line}: not one JSON object ({e.Message}).", e);
        }
    }

    private ReplayRecord Read()
    {
        if (_root.ValueKind != JsonValueKind.Object)
            throw Error($"a {_root.ValueKind.ToString().ToLowerInvariant()} stands where a JSON object is expected.");
        Known(_root, Fields, "");
        var record = new ReplayRecord(_line, Key());
        var hasCompletion = _root.TryGetProperty("completion", out var completion);
        if (hasCompletion == _root.TryGetProperty("logProbs", out var logProbs))
            throw Error("give exactly one of 'completion' and 'logProbs'.");
        if (hasCompletion)
        {
            var usage = Usage(calls: 1);
            return record with { Completion = Completion(completion, usage), Usage = usage };
        }
        var continuations = Continuations(logProbs);
        return record with { Continuations = continuations, Usage = Usage(continuations.Count) };
    }

    private ReplayKey Key()
    {
        var byDigest = _root.TryGetProperty("digest", out var digest);
        if (byDigest == _root.TryGetProperty("id", out var id))
            throw Error("give exactly one of 'id' and 'digest'.");
        var name = Text(byDigest ? digest : id, byDigest ? "digest" : "id");
        if (byDigest && (name.Length != 64 || name.Any(c => !char.IsAsciiHexDigitLower(c))))
            throw Error("'digest' must be a SHA-256 in 64 lower-case hex digits.");
        return new ReplayKey(byDigest, name, _root.TryGetProperty("sample", out var sample) ? (int)Count(sample, "sample") : 0);
    }

    private Completion Completion(JsonElement text, ModelUsage usage)
    {
        Absent("isGreedy", "logProbs");
        var finish = !_root.TryGetProperty("finish", out var reason) ? FinishReason.Stop : Text(reason, "finish") switch
        {
            "stop" => FinishReason.Stop,
            "length" => FinishReason.Length,
            "refused" => FinishReason.Refused,
            var other => throw Error($"'finish' is '{other}'; it must be stop, length or refused."),
        };
        var logProbability = _root.TryGetProperty("logProb", out var sum) && sum.ValueKind != JsonValueKind.Null ? Number(sum, "logProb") : (double?)null;
        return new Completion(Text(text, "completion"), finish, (int)usage.CompletionTokens, logProbability);
    }

    private List<ScoredContinuation> Continuations(JsonElement logProbs)
    {
        Absent("finish", "completion");
        Absent("logProb", "completion");
        if (logProbs.ValueKind != JsonValueKind.Array || logProbs.GetArrayLength() == 0)
            throw Error("'logProbs' must be a list with one entry for each continuation.");
        var greedy = Greedy(logProbs.GetArrayLength());
        var continuations = new List<ScoredContinuation>();
        foreach (var entry in logProbs.EnumerateArray())
        {
            var isGreedy = greedy is not null && greedy[continuations.Count];
            if (entry.ValueKind == JsonValueKind.Array && entry.GetArrayLength() > 0)
            {
                double[] tokens = [.. entry.EnumerateArray().Select(token => Number(token, "logProbs"))];
                continuations.Add(new ScoredContinuation(tokens.Sum(), tokens.Length, isGreedy, tokens));
            }
            else
                continuations.Add(new ScoredContinuation(Number(entry, "logProbs"), 1, isGreedy));
        }
        return continuations;
    }

    private bool[]? Greedy(int expected)
    {
        if (!_root.TryGetProperty("isGreedy", out var list))
            return null;
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() != expected || list.EnumerateArray().Any(entry => entry.ValueKind is not (JsonValueKind.True or JsonValueKind.False)))
            throw Error("'isGreedy' must be a list of booleans, one for each entry of 'logProbs'.");
        return [.. list.EnumerateArray().Select(entry => entry.GetBoolean())];
    }

    private ModelUsage Usage(int calls)
    {
        if (!_root.TryGetProperty("usage", out var usage) || usage.ValueKind == JsonValueKind.Null)
            return new ModelUsage(0, 0, calls, 0);
        if (usage.ValueKind != JsonValueKind.Object)
            throw Error("'usage' must be an object.");
        Known(usage, UsageFields, "usage.");
        long Tokens(string name, long absent) => usage.TryGetProperty(name, out var value) ? Count(value, "usage." + name) : absent;
        var seconds = usage.TryGetProperty("seconds", out var spent) ? Number(spent, "usage.seconds") : 0;
        if (seconds < 0)
            throw Error("'usage.seconds' must not be negative.");
        return new ModelUsage(Tokens("promptTokens", 0), Tokens("completionTokens", 0), Tokens("modelCalls", calls), seconds);
    }

    private void Known(JsonElement element, string[] fields, string prefix)
    {
        foreach (var member in element.EnumerateObject())
            if (!fields.Contains(member.Name))
                throw Error($"the field '{prefix}{member.Name}' is not known{Spelling.Suggestion(member.Name, fields)}; allowed are {string.Join(", ", fields)}.");
    }

    private void Absent(string field, string belongsTo)
    {
        if (_root.TryGetProperty(field, out _))
            throw Error($"'{field}' belongs to '{belongsTo}', which this line does not have.");
    }

    private string Text(JsonElement value, string field) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Error($"'{field}' must be a text.");

    private double Number(JsonElement value, string field) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw Error($"'{field}' must hold numbers.");

    private long Count(JsonElement value, string field) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) && count is >= 0 and <= int.MaxValue
            ? count
            : throw Error($"'{field}' must be a whole number of at least 0.");

    private ModelException Error(string message) => new($"Replay file {_path}, line {_line}: {message}");
}
