using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.WikiTableQuestions;

/// <summary>
/// The typed targets of <c>tagged/data/SPLIT.tagged</c>, read in step with the split itself: both have the same questions in the same order.
/// </summary>
internal sealed class TaggedTargets : IDisposable
{
    private static readonly string[] Header = ["id", "utterance", "context", "targetValue", "tokens", "lemmaTokens", "posTags", "nerTags", "nerValues", "targetCanon"];

    private readonly DataFile _file;
    private readonly IEnumerator<TabbedLine> _lines;

    private TaggedTargets(DataFile file)
    {
        _file = file;
        _lines = TabbedLines.Read(file, Header).GetEnumerator();
    }

    public static DataFile? Find(DataFolder folder, DataFile split) => folder.Find($"tagged/data/{split.Stem}.tagged");

    public static TaggedTargets? Open(DataFolder folder, DataFile split) => Find(folder, split) is { } file ? new TaggedTargets(file) : null;

    /// <summary>The typed values of the next question.</summary>
    public string[] Next(string id, int count)
    {
        if (!_lines.MoveNext())
            throw new Place(_file.Name).Error($"the file ends before question {id}", "the same questions in the same order as in the split's own file");
        var line = _lines.Current;
        if (line.Fields[0] != id)
            throw line.Place.Error($"found {Place.Quote(line.Fields[0])}", $"question {id}, as in the split's own file", "id");
        var values = WikiText.UnescapeList(line.Fields[9]);
        return values.Length == count ? values
            : throw line.Place.Error($"found {values.Length} values", $"{count}, one for each value of targetValue", "targetCanon");
    }

    public void Dispose() => _lines.Dispose();
}
