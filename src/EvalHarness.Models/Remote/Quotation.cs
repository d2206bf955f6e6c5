using System.Text.Json;

namespace EvalHarness.Models.Remote;

/// <summary>
/// Quotes an endpoint's error message where that is safe: failures hold no secret and no prompt text, and servers like to send back both.
/// </summary>
internal static class Quotation
{
    private const int Longest = 200;

    // A run of so many characters, or a whole line of the prompt if that is shorter, is taken for a repetition. Some messages are withheld
    // without need that way, none is quoted by mistake.
    private const int TellingRun = 12;
    private const int ShortestLine = 4;

    /// <summary>A sentence that quotes the message or says why it does not, with a leading space; empty where there is no message.</summary>
    public static string Of(ServerError error, Secrets secrets, ReadOnlyMemory<byte> request)
    {
        var message = OneLine(error.Message);
        if (message.Length == 0)
            return "";
        if (message.Length > Longest)
            message = message[..(Longest - 3)] + "...";
        if (secrets.IsIn(message))
            return " Its message repeats a credential and is withheld.";
        if (Texts(request).Any(text => Overlap.Exists(message, text, TellingRun)))
            return " Its message repeats text of the prompt and is withheld.";
        return $" It says: {message.TrimEnd('.')}.";
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // Every line of the request's texts below the members that hold prompts.
    private static List<string> Texts(ReadOnlyMemory<byte> request)
    {
        var texts = new List<string>();
        using var document = JsonDocument.Parse(request);
        foreach (var member in document.RootElement.EnumerateObject())
            if (member.Name is "messages" or "prompt")
                Collect(member.Value, texts);
        return texts;
    }

    private static void Collect(JsonElement element, List<string> texts)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                texts.AddRange(element.GetString()!.Split('\n').Select(OneLine).Where(line => line.Length >= ShortestLine));
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Collect(item, texts);
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                    if (member.Name != "role")
                        Collect(member.Value, texts);
                break;
        }
    }
}
