using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.Prompting;

namespace EvalHarness.Suites.LibriSpeech;

/// <summary>
/// LibriSpeech (Panayotov et al. 2015): read English speech with transcripts; speakers are the clusters. Audio is named by path; decoding it is
/// a model's work. Splits named <c>SPLIT-transcripts</c> are the transcripts alone, in Kaldi form, for text-only systems.
/// </summary>
internal sealed class LibriSpeechSuite : FolderSuite
{
    private const string Title = "LibriSpeech: read English speech with transcripts";
    private const string Source = "OpenSLR 12. "
        + "Read: LibriSpeech/SPLIT/SPEAKER/CHAPTER/UTTERANCE.flac (or .wav) with SPEAKER-CHAPTER.trans.txt, and transcripts/SPLIT/text.orig in Kaldi form.";
    private static readonly string[] Names = ["test-clean", "test-other", "dev-clean", "dev-other", "train-clean-100", "train-clean-360", "train-other-500"];

    private readonly Dictionary<string, string> _folders;

    private LibriSpeechSuite(DataFolder folder, Dictionary<string, string> folders, SplitFiles splits)
        : base(folder, splits, MakeCard(splits), new CueFormat(""), "revision 1") => _folders = folders;

    /// <summary>The family's entry in the catalogue.</summary>
    public static SuiteFamily Family { get; } = new("librispeech", Title, Source, null, (request, _) =>
    {
        SuiteOptions.RefuseOthers(request, "librispeech");
        var folder = new DataFolder("librispeech", request.DataFolder);
        var folders = new Dictionary<string, string>();
        var splits = new List<SplitFile>();
        foreach (var name in Names)
            if (new[] { $"LibriSpeech/{name}", name }.FirstOrDefault(path => folder.FolderNames(path).Count > 0) is { } audio)
            {
                folders[name] = audio;
                if (SpeechChapters.List(folder, audio).FirstOrDefault() is { } chapter)
                    splits.Add(new SplitFile(name, chapter.Transcript.Name));
            }
        splits.AddRange(Names.Select(name => new SplitFile($"{name}-transcripts", $"transcripts/{name}/text.orig", $"transcripts/{name.Replace('-', '_')}/text.orig")));
        return ValueTask.FromResult<ISuite>(new LibriSpeechSuite(folder, folders, new SplitFiles(folder, "LibriSpeech/test-clean or another split", null, splits)));
    });

    protected override IEnumerable<Example> Read(string split) => _folders.TryGetValue(split, out var audio) ? ReadAudio(audio) : ReadTranscripts(split);

    private IEnumerable<Example> ReadAudio(string audio)
    {
        foreach (var chapter in SpeechChapters.List(Folder, audio))
        {
            var lines = SpeechChapters.ReadTranscript(chapter.Transcript).ToDictionary(line => line.Id, line => line.Text, StringComparer.Ordinal);
            foreach (var file in chapter.Audio)
            {
                var id = Path.GetFileNameWithoutExtension(file.Name);
                var text = lines.TryGetValue(id, out var known) ? known
                    : throw new Place(chapter.Transcript.Name).Error($"the utterance {id} has audio but no line", "a line for every audio file of the chapter");
                yield return Make(id, chapter.Speaker, text, file.FullPath);
            }
        }
    }

    private IEnumerable<Example> ReadTranscripts(string split)
    {
        foreach (var (id, text) in SpeechChapters.ReadTranscript(SplitFiles.Require(split)))
            yield return Make(id, id.Split('-')[0], text, null);
    }

    private static Example Make(string id, string speaker, string text, string? audio) => new()
    {
        Input = new ExampleInput { Id = id, Cluster = speaker, Query = "", AudioPath = audio },
        References = [text],
    };

    protected override IEnumerable<DataFile> UsedFiles(string split) =>
        _folders.TryGetValue(split, out var audio)
            ? SpeechChapters.List(Folder, audio).SelectMany(chapter => chapter.Audio.Prepend(chapter.Transcript))
            : base.UsedFiles(split);

    private static SuiteCard MakeCard(SplitFiles splits) => new()
    {
        Name = "librispeech",
        Title = Title,
        ClusterMeaning = "speaker",
        DefaultMetrics = ["wer"],
        Splits = splits.Evaluable,
        Source = Source,
        License = "CC BY 4.0",
    };
}
