using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.BigBenchHard;

/// <summary>A file of <c>cot-prompts/</c>: a canary, a line of dashes, the task's description, and three worked examples.</summary>
/// <param name="Description">The task in one paragraph.</param>
/// <param name="WorkedExamples">The examples as written, separated by empty lines.</param>
internal sealed record ChainOfThoughtPrompt(string Description, string WorkedExamples)
{
    /// <summary>Reads a file.</summary>
    public static ChainOfThoughtPrompt Read(DataFile file)
    {
        var lines = LineReader.Read(file).Select(line => line.Text).ToList();
        var body = string.Join('\n', lines.Skip(lines.FindIndex(line => line.StartsWith("-----", StringComparison.Ordinal)) + 1)).Trim('\n');
        var end = body.IndexOf("\n\nQ:", StringComparison.Ordinal);
        return end < 0 ? throw new Place(file.Name).Error("no worked example begins with 'Q:' behind an empty line",
            "a description, an empty line, and worked examples")
            : new ChainOfThoughtPrompt(body[..end].Trim(), body[(end + 2)..].TrimEnd());
    }
}
