using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.LibriSpeech;

/// <summary>A chapter: its audio files, of which there may be fewer than transcript lines.</summary>
internal sealed record SpeechChapter(string Speaker, DataFile Transcript, IReadOnlyList<DataFile> Audio);

/// <summary>The folders <c>SPLIT/SPEAKER/CHAPTER</c> and their transcripts, in ordinal order.</summary>
internal static class SpeechChapters
{
    /// <summary>The chapters of a split that hold audio.</summary>
    public static IEnumerable<SpeechChapter> List(DataFolder folder, string split)
    {
        foreach (var speaker in folder.FolderNames(split))
            foreach (var chapter in folder.FolderNames($"{split}/{speaker}"))
            {
                var path = $"{split}/{speaker}/{chapter}";
                var audio = folder.FileNames(path).Where(name => Path.GetExtension(name) is ".flac" or ".wav")
                    .Select(name => folder.Require($"{path}/{name}", "an utterance")).ToList();
                if (audio.Count > 0)
                    yield return new SpeechChapter(speaker, folder.Require($"{path}/{speaker}-{chapter}.trans.txt", $"the transcript of chapter {chapter}"), audio);
            }
    }

    /// <summary>Reads lines of an utterance id, a blank and the text.</summary>
    public static IEnumerable<(string Id, string Text)> ReadTranscript(DataFile file)
    {
        foreach (var line in LineReader.Read(file))
        {
            var blank = line.Text.IndexOf(' ');
            var id = blank < 0 ? line.Text : line.Text[..blank];
            if (id.Split('-') is not { Length: 3 } parts || parts.Any(part => part.Length == 0))
                throw new Place(file.Name, line.Number).Error($"found {Place.Quote(line.Text)}", "an utterance id SPEAKER-CHAPTER-NUMBER, a blank and the text");
            yield return (id, blank < 0 ? "" : line.Text[(blank + 1)..].Trim());
        }
    }
}
