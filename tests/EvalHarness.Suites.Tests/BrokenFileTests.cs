using System.IO.Compression;
using System.Text;
using EvalHarness.Core.Suites;

namespace EvalHarness.Suites.Tests;

/// <summary>Broken benchmark files: each gives one sentence with the file, the place in it, what was found and what is expected.</summary>
public sealed class BrokenFileTests
{
    private const string WikiHeader = "id\tutterance\tcontext\ttargetValue\n";
    private const string GoodTable = "\"a\",\"b\"\n\"1\",\"2\"\n";
    private const string GoodTask = """{"name": "t", "metrics": ["exact_str_match"], "preferred_score": "exact_str_match", "examples": [{"input": "i", "target": "t"}]}""";

    /// <summary>Name, address, split, files by name and text, and what the message must say.</summary>
    public static TheoryData<string, string, string, (string Name, string Text)[], string[]> Files => new()
    {
        { "no data", "wikitq", "test", [("readme.txt", "hello")], ["finds no data", "data/pristine-unseen-tables.tsv"] },
        { "split absent", "wikitq", "dev", [("data/pristine-unseen-tables.tsv", WikiHeader)], ["'dev'", "data/random-split-1-dev.tsv", "there: test"] },
        { "split mistyped", "wikitq", "tset", [("data/pristine-unseen-tables.tsv", WikiHeader)], ["no split 'tset'", "did you mean 'test'"] },
        { "empty tsv", "wikitq", "test", [("data/pristine-unseen-tables.tsv", "")], ["pristine-unseen-tables.tsv", "empty", "header"] },
        { "other header", "wikitq", "test", [("data/pristine-unseen-tables.tsv", "id\tquestion\n")], ["line 1", "header", "utterance"] },
        { "too few fields", "wikitq", "test", [("data/pristine-unseen-tables.tsv", WikiHeader + "q-0\twho?\tcsv/1.csv\n")], ["line 2", "found 3", "4: id, utterance, context, targetValue"] },
        { "table missing", "wikitq", "test", [("data/pristine-unseen-tables.tsv", WikiHeader + "q-0\twho?\tcsv/1-csv/9.csv\ta\n")], ["line 2", "'context'", "csv/1-csv/9.csv"] },
        { "table outside", "wikitq", "test", [("data/pristine-unseen-tables.tsv", WikiHeader + "q-0\twho?\t../secret.csv\ta\n")], ["'../secret.csv'", "leads out"] },
        { "table absolute", "wikitq", "test", [("data/pristine-unseen-tables.tsv", WikiHeader + "q-0\twho?\t/etc/hostname\ta\n")], ["'/etc/hostname'", "leads out"] },
        { "ragged table", "wikitq", "test", [("data/pristine-unseen-tables.tsv", WikiHeader + "q-0\twho?\tcsv/1.csv\ta\n"), ("csv/1.csv", "\"a\",\"b\"\n\"1\"\n")], ["csv/1.csv, line 2", "found 1 cells", "2 as in the header"] },
        { "open quote in table", "wikitq", "test", [("data/pristine-unseen-tables.tsv", WikiHeader + "q-0\twho?\tcsv/1.csv\ta\n"), ("csv/1.csv", "\"a\",\"b\n")], ["csv/1.csv, line 1", "still open", "closing quote"] },
        { "tags of other questions", "wikitq", "test", [("data/pristine-unseen-tables.tsv", WikiHeader + "q-0\twho?\tcsv/1.csv\ta\n"), ("csv/1.csv", GoodTable), ("tagged/data/pristine-unseen-tables.tagged", Tagged("q-9", "a"))], ["pristine-unseen-tables.tagged, line 2", "'q-9'", "question q-0"] },
        { "tags of another count", "wikitq", "test", [("data/pristine-unseen-tables.tsv", WikiHeader + "q-0\twho?\tcsv/1.csv\ta|b\n"), ("csv/1.csv", GoodTable), ("tagged/data/pristine-unseen-tables.tagged", Tagged("q-0", "a"))], ["line 2", "found 1 values", "2, one for each"] },
        { "tags end early", "wikitq", "test", [("data/pristine-unseen-tables.tsv", WikiHeader + "q-0\twho?\tcsv/1.csv\ta\n"), ("csv/1.csv", GoodTable), ("tagged/data/pristine-unseen-tables.tagged", Tagged("q-0", "a").Split('\n')[0] + "\n")], ["ends before question q-0"] },
        { "labels of another length", "tabfact", "test", [("tokenized_data/test_examples.json", """{"t.csv": [["one", "two"], [1], "c"]}"""), ("data/all_csv/t.csv", "a#b\n1#2\n")], ["test_examples.json", "record t.csv", "2 statements and 1 labels"] },
        { "label out of range", "tabfact", "test", [("tokenized_data/test_examples.json", """{"t.csv": [["one"], [2], "c"]}"""), ("data/all_csv/t.csv", "a#b\n1#2\n")], ["record t.csv", "found 2", "0 (refuted) or 1 (entailed)"] },
        { "statements without caption", "tabfact", "test", [("tokenized_data/test_examples.json", """{"t.csv": [["one"], [1]]}"""), ("data/all_csv/t.csv", "a#b\n1#2\n")], ["found a list of 2", "and the caption"] },
        { "statements as a list", "tabfact", "test", [("tokenized_data/test_examples.json", "[1]"), ("data/all_csv/t.csv", "a#b\n1#2\n")], ["outermost value is a list"] },
        { "table of statements missing", "tabfact", "test", [("tokenized_data/test_examples.json", """{"t.csv": [["one"], [1], "c"]}"""), ("data/all_csv/u.csv", "a#b\n")], ["record t.csv", "not in data/all_csv"] },
        { "no tables at all", "tabfact", "test", [("tokenized_data/test_examples.json", """{"t.csv": [["one"], [1], "c"]}""")], ["data/all_csv.zip", "the folder data/all_csv"] },
        { "ragged statement table", "tabfact", "test", [("tokenized_data/test_examples.json", """{"t.csv": [["one"], [1], "c"]}"""), ("data/all_csv/t.csv", "a#b\n1#2#3\n")], ["data/all_csv/t.csv, line 2", "found 3", "2 as in the header"] },
        { "truncated json", "tabfact", "test", [("tokenized_data/test_examples.json", "{\n\"t.csv\": [[\"one\"], [1],"), ("data/all_csv/t.csv", "a#b\n")], ["test_examples.json, line 2", "valid JSON"] },
        { "task missing", "bigbench:count_the_object", "all", [("benchmark_tasks/count_the_objects/task.json", GoodTask)], ["did you mean 'count_the_objects'"] },
        { "programmatic task", "bigbench:py", "all", [("benchmark_tasks/py/task.py", "")], ["programmatic task"] },
        { "task without examples", "bigbench:t", "all", [("benchmark_tasks/t/task.json", """{"name": "t", "metrics": []}""")], ["task.json", "'examples'", "missing"] },
        { "example without input", "bigbench:t", "all", [("benchmark_tasks/t/task.json", GoodTask.Replace("\"input\": \"i\", ", "", StringComparison.Ordinal))], ["record 0", "'input'", "missing"] },
        { "example without target", "bigbench:t", "all", [("benchmark_tasks/t/task.json", GoodTask.Replace("\"target\": \"t\"", "\"targets\": \"t\"", StringComparison.Ordinal))], ["record 0", "neither a target nor target_scores"] },
        { "score as text", "bigbench:t", "all", [("benchmark_tasks/t/task.json", GoodTask.Replace("\"target\": \"t\"", "\"target_scores\": {\"yes\": \"1\"}", StringComparison.Ordinal))], ["'target_scores'", "'yes'", "a number"] },
        { "prefix of another kind", "bigbench:t", "all", [("benchmark_tasks/t/task.json", GoodTask.Replace("{\"name\"", "{\"task_prefix\": 3, \"name\"", StringComparison.Ordinal))], ["'task_prefix'", "found 3", "a text"] },
        { "half a surrogate pair", "bigbench:t", "all", [("benchmark_tasks/t/task.json", GoodTask.Replace("\"i\"", "\"\\ud800\"", StringComparison.Ordinal))], ["'input'", "surrogate"] },
        { "json ends inside", "bigbench:t", "all", [("benchmark_tasks/t/task.json", GoodTask[..^3])], ["task.json, line 1", "JSON"] },
        { "bbh target missing", "bbh:t", "test", [("bbh/t.json", """{"examples": [{"input": "i"}]}""")], ["bbh/t.json", "'target'", "missing"] },
        { "bbh prompt without examples", "bbh:t", "test", [("bbh/t.json", """{"examples": [{"input": "i", "target": "t"}]}"""), ("cot-prompts/t.txt", "-----\nDo it.\n")], ["cot-prompts/t.txt", "no worked example"] },
        { "label missing", "calibration:sst2", "test", [("sst2/stsa.binary.test", "1 good .\nbad .\n")], ["stsa.binary.test, line 2", "'bad .'", "0 to 1"] },
        { "label unknown", "calibration:trec", "test", [("trec/test.txt", "WHO:ind Who ?\n")], ["line 1", "ABBR, ENTY"] },
        { "class unknown", "calibration:agnews", "test", [("agnews/test.csv", "Class Index,Title,Description\n5,a,b\n")], ["line 2", "'Class Index'", "1, 2, 3 or 4"] },
        { "column missing", "calibration:agnews", "test", [("agnews/test.csv", "Class,Title,Description\n1,a,b\n")], ["line 1", "a column 'Class Index'"] },
        { "text behind a quote", "calibration:agnews", "test", [("agnews/test.csv", "Class Index,Title,Description\n1,\"a\"b,c\n")], ["line 2", "behind the closing quote"] },
        { "quote inside a field", "calibration:agnews", "test", [("agnews/test.csv", "Class Index,Title,Description\n1,a \"b\",c\n")], ["line 2", "quote inside unquoted text"] },
        { "csv ends in quotes", "calibration:agnews", "test", [("agnews/test.csv", "Class Index,Title,Description\n1,\"a,b\n")], ["line 2", "still open"] },
        { "column twice", "calibration:agnews", "test", [("agnews/test.csv", "Class Index,Title,Title\n1,a,b\n")], ["line 1", "'Title'", "twice"] },
        { "line is no json", "calibration:rte", "validation", [("super_glue/RTE/val.jsonl", "{\"premise\": \"p\", \"hypothesis\": \"h\", \"label\": \"entailment\"}\n{premise}\n")], ["val.jsonl, line 2", "not valid JSON"] },
        { "line is no object", "calibration:rte", "validation", [("super_glue/RTE/val.jsonl", "[1]\n")], ["val.jsonl, line 1", "an object"] },
        { "label of another set", "calibration:rte", "validation", [("super_glue/RTE/val.jsonl", "{\"premise\": \"p\", \"hypothesis\": \"h\", \"label\": \"neutral\"}\n")], ["'label'", "'neutral'", "not_entailment"] },
        { "one caption", "fashioniq:dress", "val", [("captions/cap.dress.val.json", """[{"candidate": "a", "target": "b", "captions": ["one"]}]""")], ["record 0", "'captions'", "found 1"] },
        { "cirr without set", "cirr", "val", [("captions/cap.rc2.val.json", """[{"pairid": 1, "reference": "a", "caption": "c"}]""")], ["record 0", "'img_set'", "missing"] },
        { "image list without label", "imagenet_r:toy", "test", [("imgnet_real_query.txt", "imgnet/real/a.JPEG\n"), ("imgnet_targets.txt", "")], ["line 1", "a label"] },
        { "audio without transcript", "librispeech", "test-clean", [("LibriSpeech/test-clean/1/2/1-2-0000.flac", ""), ("LibriSpeech/test-clean/1/2/1-2.trans.txt", "1-2-0001 HELLO\n")], ["1-2-0000", "no line"] },
        { "transcript line", "librispeech", "test-clean", [("LibriSpeech/test-clean/1/2/1-2-0000.flac", ""), ("LibriSpeech/test-clean/1/2/1-2.trans.txt", "HELLO WORLD\n")], ["1-2.trans.txt, line 1", "SPEAKER-CHAPTER-NUMBER"] },
        { "row of another width", "fetaqa", "test", [("data/fetaQA-v1_test.jsonl", """{"feta_id": 1, "question": "q", "answer": "a", "table_page_title": "p", "table_section_title": "s", "table_array": [["a", "b"], ["1"]]}""")], ["line 1", "'table_array'", "row 1 has 1 cells"] },
        { "answer without mark", "reasoning:gsm8k", "test", [("gsm8k/test.jsonl", """{"question": "q", "answer": "5"}""")], ["line 1", "'answer'", "#### N"] },
        { "answer as text", "reasoning:svamp", "test", [("svamp/SVAMP.json", """[{"ID": "a", "Body": "b", "Question": "q", "Answer": "five", "Type": "t"}]""")], ["record 0", "'Answer'", "a number"] },
        { "key not among choices", "reasoning:commonsenseqa", "dev", [("commonsenseqa/dev_rand_split.jsonl", """{"id": "1", "answerKey": "F", "question": {"stem": "s", "choices": [{"label": "A", "text": "a"}]}}""")], ["'answerKey'", "'F'", "one of A"] },
        { "files not in step", "reasoning:esnli", "test", [("esnli/eSNLI/s1.test", "a\nb\n"), ("esnli/eSNLI/s2.test", "a\n"), ("esnli/eSNLI/labels.test", "neutral\nneutral\n")], ["s1.test, line 2", "fewer lines"] },
        { "wav outside", "spokenqa:llama_questions", "test", [("llama_questions/llama_questions_300.tsv", "Questions\tAnswer\tWav Filename\nq\ta\t../1.wav\n")], ["'Wav Filename'", "the name of a wav file"] },
        { "kind unknown", "sociallearning:sms_spam", "all", [("sms_spam/SMSSpamCollection", "eggs\ttext\n")], ["line 1", "ham or spam"] },
        { "one word", "sociallearning:lambada", "test", [("lambada/lambada_test.jsonl", """{"text": "word"}""")], ["'text'", "at least two words"] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_broken_file_gives_one_sentence_with_its_place(string kind, string address, string split, (string Name, string Text)[] files, string[] says)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, text) in files)
            folder.Write(name, text);
        var failure = await Assert.ThrowsAsync<SuiteException>(() => Suites.ReadAsync(address, folder.Path, split));
        foreach (var part in says)
            Assert.True(failure.Message.Contains(part, StringComparison.Ordinal), $"{kind}: the message lacks \"{part}\": {failure.Message}");
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_an_error_at_their_line()
    {
        using var folder = new TemporaryFolder().Write("sst2/stsa.binary.test", [.. Encoding.ASCII.GetBytes("1 good .\n0 caf"), 0xE9, .. Encoding.ASCII.GetBytes(" .\n")]);
        var failure = await Assert.ThrowsAsync<SuiteException>(() => Suites.ReadAsync("calibration:sst2", folder.Path, "test"));
        Assert.Contains("stsa.binary.test, line 2", failure.Message, StringComparison.Ordinal);
        Assert.Contains("0xE9", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_folder_is_named()
    {
        var failure = await Assert.ThrowsAsync<SuiteException>(() => Suites.OpenAsync("tabfact", Path.Combine(Path.GetTempPath(), "evalharness-no-such-folder")));
        Assert.Contains("evalharness-no-such-folder", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_out_of_the_data_folder_is_refused()
    {
        using var outside = new TemporaryFolder().Write("secret.csv", GoodTable);
        using var folder = new TemporaryFolder().Write("data/pristine-unseen-tables.tsv", WikiHeader + "q-0\twho?\tcsv/1.csv\ta\n").Write("csv/2.csv", GoodTable);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "csv/1.csv"), Path.Combine(outside.Path, "secret.csv"));
        var failure = await Assert.ThrowsAsync<SuiteException>(() => Suites.ReadAsync("wikitq", folder.Path, "test"));
        Assert.Contains("csv/1.csv", failure.Message, StringComparison.Ordinal);
        Assert.Contains("link that leads out", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_inside_the_data_folder_is_followed()
    {
        using var folder = new TemporaryFolder().Write("data/pristine-unseen-tables.tsv", WikiHeader + "q-0\twho?\tcsv/1.csv\ta\n").Write("csv/2.csv", GoodTable);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "csv/1.csv"), "2.csv");
        Assert.Equal("a", Assert.Single(await Suites.ReadAsync("wikitq", folder.Path, "test")).Answer);
    }

    [Theory]
    [InlineData("all_csv/../../t.csv", "leads out")]
    [InlineData("/all_csv/t.csv", "leads out")]
    public async Task A_zip_entry_outside_is_refused(string entry, string says)
    {
        using var folder = TabFactZip(archive => AddEntry(archive, entry, "a#b\n"u8.ToArray()));
        Assert.Contains(says, (await Assert.ThrowsAsync<SuiteException>(() => Suites.ReadAsync("tabfact", folder.Path, "test"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_bomb_is_bounded()
    {
        using var folder = TabFactZip(archive => AddEntry(archive, "all_csv/t.csv", new byte[17 << 20]));
        var failure = await Assert.ThrowsAsync<SuiteException>(() => Suites.ReadAsync("tabfact", folder.Path, "test"));
        Assert.Contains("all_csv/t.csv", failure.Message, StringComparison.Ordinal);
        Assert.Contains("more than 16 MiB", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_zip_is_named()
    {
        using var folder = new TemporaryFolder().Write("tokenized_data/test_examples.json", """{"t.csv": [["one"], [1], "c"]}""").Write("data/all_csv.zip", "no zip");
        Assert.Contains("data/all_csv.zip: it is no readable zip file", (await Assert.ThrowsAsync<SuiteException>(() => Suites.ReadAsync("tabfact", folder.Path, "test"))).Message, StringComparison.Ordinal);
    }

    private static TemporaryFolder TabFactZip(Action<ZipArchive> fill)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            fill(archive);
        return new TemporaryFolder().Write("tokenized_data/test_examples.json", """{"t.csv": [["one"], [1], "c"]}""").Write("data/all_csv.zip", bytes.ToArray());
    }

    private static void AddEntry(ZipArchive archive, string name, byte[] content)
    {
        using var stream = archive.CreateEntry(name).Open();
        stream.Write(content);
    }

    private static string Tagged(string id, string canon) =>
        "id\tutterance\tcontext\ttargetValue\ttokens\tlemmaTokens\tposTags\tnerTags\tnerValues\ttargetCanon\ttargetCanonType\n"
        + $"{id}\twho?\tcsv/1.csv\ta\twho\twho\tX\tO\t\t{canon}\tstring\n";
}
