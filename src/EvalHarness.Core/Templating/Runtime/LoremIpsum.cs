using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Runtime;

/// <summary>The global <c>lipsum</c>: paragraphs of filler words.</summary>
internal static class LoremIpsum
{
    private static readonly string[] Words =
        "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris nisi aliquip ex ea commodo consequat duis aute irure in reprehenderit voluptate velit esse cillum eu fugiat nulla pariatur excepteur sint occaecat cupidatat non proident sunt culpa qui officia deserunt mollit anim id est laborum"
            .Split(' ');

    public static TemplateFunction Function { get; } = new(
        "lipsum", Generate, new TemplateParameter("n", 5L), new TemplateParameter("html", true), new TemplateParameter("min", 20L), new TemplateParameter("max", 100L));

    private static object? Generate(in TemplateCall call)
    {
        var paragraphs = new List<string>();
        for (long i = 0; i < call.Integer(0); i++)
            paragraphs.Add(Paragraph(call));
        return call.Flag(1) ? new Markup(string.Join('\n', paragraphs.Select(text => $"<p>{text}</p>"))) : string.Join("\n\n", paragraphs);
    }

    // Sentences of 8 to 15 words, a comma now and then.
    private static string Paragraph(in TemplateCall call)
    {
        var (least, most) = (call.Integer(2), call.Integer(3));
        if (most <= least || most > 100_000)
            throw Fault.Value("empty or too large range for lipsum");
        var count = least + call.Draw((int)(most - least));
        var text = new System.Text.StringBuilder();
        var left = 0;
        for (long i = 0; i < count; i++)
        {
            call.State.Step();
            var word = Words[call.Draw(Words.Length)];
            var startsSentence = left == 0;
            if (startsSentence)
                left = 8 + call.Draw(8);
            left--;
            text.Append(startsSentence ? CaseMapping.Capitalize(word) : word);
            var isLast = i == count - 1;
            text.Append(isLast || left == 0 ? "." : left == 4 ? "," : "").Append(isLast ? "" : " ");
        }
        return text.ToString();
    }
}
