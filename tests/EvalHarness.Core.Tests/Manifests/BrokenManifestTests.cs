using EvalHarness.Core.Manifests;

namespace EvalHarness.Core.Tests.Manifests;

/// <summary>Each broken manifest gives one clear sentence at the exact place, which § marks in its text.</summary>
public sealed class BrokenManifestTests
{
    public static TheoryData<string, string, string, string> Cases { get; } = new()
    {
        // The JSON itself.
        { "empty file", "§", "", "The manifest is empty; 'evalharness init' writes one to start from." },
        { "only white space", "§ \n\t", "", "The manifest is empty; 'evalharness init' writes one to start from." },
        { "a comma too few", "{\n  \"name\": \"a\"\n  §\"seed\": 1\n}", "", "This is no JSON: '\"' is invalid after a value. Expected either ',', '}', or ']'." },
        { "cut off", "{\n  \"name\": \"a\"§,", "", "This is no JSON: Expected start of a property name or value, but instead reached end of data." },
        { "text behind the end", "{ \"name\": \"a\" } §x", "", "This is no JSON: 'x' is invalid after a single JSON value. Expected end of data." },
        { "a word", "{ \"name\": t§ables, \"seed\": 1 }", "", "This is no JSON: 'tables' is an invalid JSON literal. Expected the literal 'true'." },
        { "single quotes", "{ §'name': 'a' }", "", "This is no JSON: ''' is an invalid start of a property name. Expected a '\"'." },
        { "half a surrogate pair", ManifestText.With("\"leaks\": §\"\\ud800\","), "leaks", "The text holds half of a surrogate pair (\\ud800 to \\udfff); write both halves or the character itself." },
        { "a list at the top", "§[]", "", "The manifest is a list; it must be an object, with 'name' and 'comparisons' at least." },
        { "a field twice", ManifestText.With("\"seed\": 1,\n  §\"seed\": 2,"), "seed", "The field 'seed' stands here a second time; it stands first on line 4. Remove one of the two." },
        { "a number beyond all bounds", ManifestText.With("\"alpha\": §1e999,"), "alpha", "The number 1e999 is too large; numbers go up to about 1.8e308." },

        // Unknown fields.
        { "a field misspelt", ManifestText.With(comparison: "§\"lmit\": 5,"), "comparisons[0].lmit", "'lmit' is no field of a comparison; did you mean 'limit'? Its fields are name, suite, split, limit, limitBy, ids, method, baselines, metrics, generation, settings, sweep, primaryPoint, margin." },
        { "a field in another style", ManifestText.With(comparison: "\"generation\": { §\"max_new_tokens\": 5 },"), "comparisons[0].generation.max_new_tokens", "'max_new_tokens' is no field of 'generation'; did you mean 'maxNewTokens'? Its fields are maxNewTokens, stop, temperature, topK, topP, samples, beams, chatTemplate, systemMessage, overflow." },
        { "a field of another field", ManifestText.With(method: "§\"limit\": 5,"), "comparisons[0].method.limit", "'limit' is no field of a system; its fields are name, system, models, settings, generation." },
        { "an unknown top field", ManifestText.With("§\"exection\": {},"), "exection", "'exection' is no field of the manifest; did you mean 'execution'? Its fields are $schema, name, seed, seeds, data, models, suites, comparisons, execution, gate, families, leaks, alpha." },
        { "an unknown field of the gate", ManifestText.With("\"gate\": { \"falseAlarm\": { §\"look\": 3 } },"), "gate.falseAlarm.look", "'look' is no field of 'falseAlarm'; did you mean 'looks'? Its fields are rate, looks." },
        { "a field with control characters", ManifestText.With("§\"\\u001b[31m\": 1,"), "[\"\\u001B[31m\"]", "'\\u001b[31m' is no field of the manifest; its fields are $schema, name, seed, seeds, data, models, suites, comparisons, execution, gate, families, leaks, alpha." },

        // Missing fields.
        { "no name", "§{ \"comparisons\": [ { \"suite\": \"wikitq\", \"method\": { \"system\": \"direct\" } } ] }", "name", "'name' is missing: the manifest needs it." },
        { "no comparisons", "§{ \"name\": \"a\" }", "comparisons", "'comparisons' is missing: the manifest needs it." },
        { "an empty list of comparisons", "{ \"name\": \"a\", \"comparisons\": §[] }", "comparisons", "comparisons is an empty list; it must be a list of comparisons, with at least one entry." },
        { "no suite", "{ \"name\": \"a\", \"comparisons\": [ §{ \"method\": { \"system\": \"direct\" } } ] }", "comparisons[0].suite", "'suite' is missing: a comparison needs it." },
        { "no method", "{ \"name\": \"a\", \"comparisons\": [ §{ \"suite\": \"wikitq\" } ] }", "comparisons[0].method", "'method' is missing: a comparison needs it." },
        { "no system", ManifestText.With(comparison: "\"baselines\": [ §{ \"name\": \"b\" } ],"), "comparisons[0].baselines[0].system", "'system' is missing: a system needs it." },
        { "no provider", ManifestText.With(comparison: "").Replace("{ \"provider\": \"mock\" }", "§{}", StringComparison.Ordinal), "models.smol.provider", "'provider' is missing: a model needs it." },
        { "half a price", ManifestText.With().Replace("\"mock\"", "\"mock\", \"price\": §{ \"promptPerMillion\": 1 }", StringComparison.Ordinal), "models.smol.price.completionPerMillion", "'completionPerMillion' is missing: 'price' needs it." },

        // Wrong forms.
        { "null", ManifestText.With("\"seed\": §null,"), "seed", "seed is null; it must be left out rather than null." },
        { "text for a number", ManifestText.With(comparison: "\"limit\": §\"50\","), "comparisons[0].limit", "comparisons[0].limit is \"50\"; it must be a whole number of at least 1 and at most 2,147,483,647." },
        { "a fraction for a count", ManifestText.With(comparison: "\"limit\": §2.5,"), "comparisons[0].limit", "comparisons[0].limit is 2.5; it must be a whole number of at least 1 and at most 2,147,483,647." },
        { "number for a text", ManifestText.With(comparison: "\"split\": §1,"), "comparisons[0].split", "comparisons[0].split is 1; it must be a text." },
        { "text for a list", ManifestText.With(comparison: "\"generation\": { \"stop\": §\"x\" },"), "comparisons[0].generation.stop", "comparisons[0].generation.stop is \"x\"; it must be a list of texts." },
        { "text for true or false", ManifestText.With("\"execution\": { \"reuse\": §\"yes\" },"), "execution.reuse", "execution.reuse is \"yes\"; it must be true or false." },
        { "list for an object", ManifestText.With(method: "\"settings\": §[],"), "comparisons[0].method.settings", "comparisons[0].method.settings is a list; it must be an object: settings by name." },
        { "a number in a list of texts", ManifestText.With(comparison: "\"ids\": [\"a\", §1],"), "comparisons[0].ids[1]", "comparisons[0].ids[1] is 1; it must be a text." },
        { "an empty text in a list", ManifestText.With(comparison: "\"generation\": { \"stop\": [§\"\"] },"), "comparisons[0].generation.stop[0]", "comparisons[0].generation.stop[0] is an empty text; remove it or fill it in." },
        { "a text twice", ManifestText.With(comparison: "\"ids\": [\"a\", §\"a\"],"), "comparisons[0].ids[1]", "comparisons[0].ids[1] is \"a\", which stands in this list already." },
        { "a shard size in words", ManifestText.With("\"execution\": { \"shardSize\": §\"large\" },"), "execution.shardSize", "execution.shardSize is \"large\"; it must be \"auto\" or a whole number of at least 1 and at most 100,000." },
        { "a suite's data as a list", ManifestText.With("\"data\": { \"wikitq\": §[] },"), "data.wikitq", "data.wikitq is a list; it must be a path, or an object of a 'path' and options." },
        { "a path with a null character", ManifestText.With("\"data\": { \"wikitq\": §\"a\\u0000b\" },"), "data.wikitq", "data.wikitq is \"a\\u0000b\"; it must be a path of 1 to 4,000 characters without control characters." },

        // Ranges.
        { "no example at all", ManifestText.With(comparison: "\"limit\": §0,"), "comparisons[0].limit", "comparisons[0].limit is 0; it must be a whole number of at least 1 and at most 2,147,483,647." },
        { "a mass above 1", ManifestText.With(comparison: "\"generation\": { \"topP\": §1.5 },"), "comparisons[0].generation.topP", "comparisons[0].generation.topP is 1.5; it must be a number above 0 and at most 1." },
        { "a margin of nothing", ManifestText.With(comparison: "\"margin\": §0,"), "comparisons[0].margin", "comparisons[0].margin is 0; it must be a number above 0." },
        { "alpha of 1", ManifestText.With("\"alpha\": §1,"), "alpha", "alpha is 1; it must be a number above 0 and below 1." },
        { "a seed no reader holds exactly", ManifestText.With("\"seed\": §9007199254740993,"), "seed", "seed is 9007199254740993; it must be a whole number of at least -9,007,199,254,740,991 and at most 9,007,199,254,740,991." },
        { "fewer than no shots", ManifestText.With(method: "\"settings\": { \"shots\": §-1 },"), "comparisons[0].method.settings.shots", "comparisons[0].method.settings.shots is -1; it must be a whole number of at least 0 and at most 1,000." },

        // Words.
        { "an order there is not", ManifestText.With(comparison: "\"limitBy\": §\"frist\","), "comparisons[0].limitBy", "comparisons[0].limitBy is \"frist\"; it must be \"hash\" or \"first\". Did you mean \"first\"?" },
        { "an overflow policy there is not", ManifestText.With(comparison: "\"generation\": { \"overflow\": §\"truncate\" },"), "comparisons[0].generation.overflow", "comparisons[0].generation.overflow is \"truncate\"; it must be \"fail\", \"truncate-left\" or \"truncate-middle\"." },
        { "a gate against something else", ManifestText.With("\"gate\": { \"against\": §\"yesterday\" },"), "gate.against", "gate.against is \"yesterday\"; it must be \"accepted\"." },
        { "a suite misspelt", ManifestText.With(suite: "§\"wikitqa\""), "comparisons[0].suite", "comparisons[0].suite is \"wikitqa\", which is no suite; did you mean \"wikitq\"? Allowed: wikitq, tabfact, bigbench, promptsource, calibration." },
        { "a suite that climbs out of its folder", ManifestText.With(suite: "§\"bigbench:../../etc\""), "comparisons[0].suite", "comparisons[0].suite is \"bigbench:../../etc\"; it must be a suite such as wikitq, or a suite and its member such as bigbench:object_counting or promptsource:super_glue/rte." },
        { "a system misspelt", ManifestText.With(comparison: "\"baselines\": [ { \"system\": §\"chain-of-tables\" } ],"), "comparisons[0].baselines[0].system", "comparisons[0].baselines[0].system is \"chain-of-tables\", which is no system; did you mean \"chain-of-table\"? Allowed: direct, choose, chain-of-table, end-to-end, majority." },
        { "a provider misspelt", ManifestText.With().Replace("\"mock\"", "§\"mok\"", StringComparison.Ordinal), "models.smol.provider", "models.smol.provider is \"mok\", which is no provider of models; did you mean \"mock\"? Allowed: onnx, chat, completions, replay, mock, ngram." },
        { "a metric misspelt", ManifestText.With(comparison: "\"metrics\": [§\"sqaud\"],"), "comparisons[0].metrics[0]", "comparisons[0].metrics[0] is \"sqaud\", which is no metric; did you mean \"squad\"? Allowed: squad, wikitq-denotation, exact-match, recall, rougeL." },
        { "an option a metric does not have", ManifestText.With(comparison: "\"metrics\": [{ \"name\": \"rougeL\", §\"stemm\": true }],"), "comparisons[0].metrics[0].stemm", "'stemm' is no option of the metric \"rougeL\"; did you mean 'stem'? Its options are stem." },
        { "a value an option does not have", ManifestText.With(comparison: "\"metrics\": [{ \"name\": \"rougeL\", \"stem\": §\"maybe\" }],"), "comparisons[0].metrics[0].stem", "comparisons[0].metrics[0].stem is \"maybe\", which is no value of 'stem'; allowed: true, false." },
        { "a metric twice", ManifestText.With(comparison: "\"metrics\": [\"squad\", §\"squad\"],"), "comparisons[0].metrics[1]", "comparisons[0].metrics[1] is \"squad\" with the same options as an earlier entry; remove one of them." },
        { "data of no suite", ManifestText.With("\"data\": { §\"wikitqs\": \"x\" },"), "data.wikitqs", "'wikitqs' is no known suite; did you mean 'wikitq'? Known are wikitq, tabfact, bigbench, promptsource, calibration." },

        // Names and references.
        { "a name with a dot", ManifestText.With(comparison: "\"name\": §\"a.b\","), "comparisons[0].name", "comparisons[0].name is \"a.b\"; it must be 1 to 64 letters, digits, '_' or '-'." },
        { "a name with a line end", ManifestText.With(method: "\"name\": §\"a\\n\","), "comparisons[0].method.name", "comparisons[0].method.name is \"a\\n\"; it must be 1 to 64 letters, digits, '_' or '-'." },
        { "a model with a space", ManifestText.With().Replace("\"smol\": {", "\"smol\": { \"provider\": \"mock\" }, §\"a b\": {", StringComparison.Ordinal), "models[\"a b\"]", "'a b' is no name of a model; it must be 1 to 64 letters, digits, '_', '-' or '.'." },
        { "a suite with a built-in name", ManifestText.With("\"suites\": { §\"wikitq\": { \"format\": \"csv\", \"path\": \"x\", \"prompt\": \"x\" } },"), "suites.wikitq", "'wikitq' is the name of a built-in suite; give your own suite another name." },
        { "a model that is not there", ManifestText.With(comparison: "\"baselines\": [ { \"system\": \"choose\", \"models\": { \"scorer\": §\"smoll\" } } ],"), "comparisons[0].baselines[0].models.scorer", "comparisons[0].baselines[0].models.scorer is \"smoll\", which is no model of this manifest; did you mean \"smol\"? Allowed: smol." },
        { "two systems of one name", ManifestText.With(comparison: "\"baselines\": [ { \"name\": §\"direct\", \"system\": \"choose\" } ],"), "comparisons[0].baselines[0].name", "comparisons[0].baselines[0] is the second system of its comparison with the name 'direct'; names must differ." },
        { "two systems of one default name", ManifestText.With(comparison: "\"baselines\": [ §{ \"system\": \"direct\" } ],"), "comparisons[0].baselines[0]", "comparisons[0].baselines[0] is the second system of its comparison with the name 'direct', made by default; give this system a 'name' of its own." },
        { "two comparisons of one name", ManifestText.With().Replace("\"comparisons\": [", "\"comparisons\": [ { \"name\": \"wikitq\", \"suite\": \"tabfact\", \"method\": { \"system\": \"direct\" } }, §", StringComparison.Ordinal).Replace("§\n    {", "\n    §{", StringComparison.Ordinal), "comparisons[1]", "comparisons[1] is the second comparison of the manifest with the name 'wikitq', made by default; give this comparison a 'name' of its own." },
        { "a gated system that is not there", ManifestText.With("\"gate\": { \"systems\": [§\"dirct\"] },"), "gate.systems[0]", "gate.systems[0] is \"dirct\", which is no system of any comparison; did you mean \"direct\"? Allowed: direct." },
        { "a family of an unknown comparison", ManifestText.With("\"families\": { \"main\": [§\"tabels\"] },"), "families.main[0]", "families.main[0] is \"tabels\", which is no comparison of this manifest; allowed: wikitq." },
        { "a comparison in two families", ManifestText.With("\"families\": { \"a\": [\"wikitq\"], \"b\": [§\"wikitq\"] },"), "families.b[0]", "families.b[0] is \"wikitq\", which belongs to the family 'a' already; a comparison is in one family." },

        // What excludes each other.
        { "limit and ids", ManifestText.With(comparison: "\"limit\": 5, §\"ids\": [\"a\"],"), "comparisons[0].ids", "'limit' and 'ids' exclude each other; keep one of them." },
        { "seed and seeds", ManifestText.With("\"seeds\": [1, 2],\n  §\"seed\": 1,"), "seed", "'seed' and 'seeds' exclude each other; keep one of them." },
        { "a seed twice", ManifestText.With("\"seeds\": [1, §1],"), "seeds[1]", "seeds[1] is 1, which stands in this list already; seeds must differ." },
        { "shots and demonstrations", ManifestText.With(method: "\"settings\": { \"shots\": 1, §\"demonstrations\": { \"total\": 1 } },"), "comparisons[0].method.settings.demonstrations", "'shots' and 'demonstrations' exclude each other; keep one of them." },
        { "two counts of demonstrations", ManifestText.With(method: "\"settings\": { \"demonstrations\": { \"total\": 1, §\"perClass\": 1 } },"), "comparisons[0].method.settings.demonstrations.perClass", "'total' and 'perClass' exclude each other; keep one of them." },
        { "demonstrations without a count", ManifestText.With(method: "\"settings\": { \"demonstrations\": §{ \"draw\": \"fixed\" } },"), "comparisons[0].method.settings.demonstrations", "comparisons[0].method.settings.demonstrations does not say how many; it needs 'total', 'perClass' or 'ids'." },

        // Sweeps.
        { "an axis without values", ManifestText.With(comparison: "\"sweep\": { \"shots\": §[] },"), "comparisons[0].sweep.shots", "comparisons[0].sweep.shots is an empty list; a sweep axis must be a list of at least one value." },
        { "an axis of one bare value", ManifestText.With(comparison: "\"sweep\": { \"shots\": §4 },"), "comparisons[0].sweep.shots", "comparisons[0].sweep.shots is 4; a sweep axis must be a list of at least one value." },
        { "a sweep without axes", ManifestText.With(comparison: "\"sweep\": §{},"), "comparisons[0].sweep", "comparisons[0].sweep is an empty object; it must be an object of settings and their values, such as { \"shots\": [0, 2, 4] }." },
        { "a value of an axis twice", ManifestText.With(comparison: "\"sweep\": { \"shots\": [2, 0, §2.0] },"), "comparisons[0].sweep.shots[2]", "comparisons[0].sweep.shots[2] is 2.0, which is a value of this axis already." },
        { "shots that are no count", ManifestText.With(comparison: "\"sweep\": { \"shots\": [0, §\"two\"] },"), "comparisons[0].sweep.shots[1]", "comparisons[0].sweep.shots[1] is \"two\"; it must be a whole number of at least 0 and at most 1,000." },
        { "too many points", ManifestText.With(comparison: $"\"sweep\": §{{ \"a\": [{string.Join(',', Enumerable.Range(0, 50))}], \"b\": [{string.Join(',', Enumerable.Range(0, 50))}] }},"), "comparisons[0].sweep", "comparisons[0].sweep has 2,500 points; 1,000 are allowed." },
        { "a point off its axis", ManifestText.With(comparison: "\"sweep\": { \"shots\": [0, 2] }, \"primaryPoint\": { \"shots\": §4 },"), "comparisons[0].primaryPoint.shots", "comparisons[0].primaryPoint.shots is 4; it must be one of the axis's values: 0, 2." },
        { "a point of another sweep", ManifestText.With(comparison: "\"sweep\": { \"shots\": [0, 2] }, \"primaryPoint\": { §\"shot\": 2 },"), "comparisons[0].primaryPoint.shot", "'shot' is no axis of this sweep; did you mean 'shots'? Its axes are shots." },

        // Suites of one's own.
        { "a format there is not", ManifestText.With("\"suites\": { \"own\": { \"format\": §\"xlsx\", \"path\": \"x\", \"prompt\": \"x\" } },"), "suites.own.format", "suites.own.format is \"xlsx\"; it must be \"jsonl\", \"json\", \"csv\" or \"tsv\"." },
        { "a suite without a prompt", ManifestText.With("\"suites\": { \"own\": §{ \"format\": \"csv\", \"path\": \"x\" } },"), "suites.own.prompt", "'prompt' is missing: a suite of your own needs it." },
        { "a field name for choices", ManifestText.With("\"suites\": { \"own\": { \"format\": \"csv\", \"path\": \"x\", \"prompt\": \"x\", \"choices\": §\"options\" } },"), "suites.own.choices", "suites.own.choices is \"options\"; it must be a list of texts; a field that holds each example's own choices is named by 'choicesField'." },
        { "an expression that is none", ManifestText.With("\"suites\": { \"own\": { \"format\": \"csv\", \"path\": \"x\", \"prompt\": \"x\", \"extract\": { \"regex\": §\"(\" } } },"), "suites.own.extract.regex", "suites.own.extract.regex is \"(\", which is no regular expression: Invalid pattern '(' at offset 1. Not enough )'s." },
        { "two rules of extraction", ManifestText.With("\"suites\": { \"own\": { \"format\": \"csv\", \"path\": \"x\", \"prompt\": \"x\", \"extract\": { \"regex\": \"a\", §\"afterCue\": \"b\" } } },"), "suites.own.extract.afterCue", "'regex' and 'afterCue' exclude each other; keep one of them." },

        // Secrets.
        { "a key", ManifestText.With().Replace("\"mock\"", "\"chat\", §\"apiKey\": \"abc\"", StringComparison.Ordinal), "models.smol.apiKey", "The field 'apiKey' looks like a secret; keys come from environment variables (name one in 'apiKeyVariable') or from Entra ID, never from a manifest." },
        { "a key where its variable's name belongs", ManifestText.With().Replace("\"mock\"", "\"chat\", \"apiKeyVariable\": §\"sk-abc!\"", StringComparison.Ordinal), "models.smol.apiKeyVariable", "models.smol.apiKeyVariable is no name of an environment variable, such as OPENAI_API_KEY; keys come from environment variables (name one in 'apiKeyVariable') or from Entra ID, never from a manifest." },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gives_one_sentence_at_the_exact_place(string about, string marked, string path, string message)
    {
        Assert.True(marked.Count(c => c == '§') == 1, $"The case '{about}' marks no place.");
        var place = marked.IndexOf('§', StringComparison.Ordinal);
        var line = marked[..place].Count(c => c == '\n') + 1;
        var column = place - (marked.LastIndexOf('\n', Math.Max(0, place - 1)) is var end and >= 0 && place > 0 ? end : -1);

        var result = ManifestText.Read(marked.Remove(place, 1));

        Assert.Null(result.Manifest);
        Assert.Equal($"m.json:{line}:{column}: {message}", string.Join('\n', result.Errors));
        Assert.Equal(path, result.Errors[0].Path);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_named()
    {
        var result = new ManifestReader(ManifestVocabulary.Unchecked).Read("{\n \"name\": \"caf"u8.ToArray().Concat(new byte[] { 0xE9 }).Concat("\" }"u8.ToArray()).ToArray(), "m.json", ".", []);
        Assert.Equal("m.json:2:14: The byte 0xe9 is no UTF-8; save the file as UTF-8.", Assert.Single(result.Errors).ToString());
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        var result = ManifestText.Read(new string('[', 100_000));
        Assert.Contains("The maximum configured depth of 48 has been exceeded", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_carries_what_programs_need()
    {
        var error = Assert.Single(ManifestText.Read(ManifestText.With(comparison: "\"lmit\": 5,")).Errors);
        Assert.Equal(("m.json", 8, 7, "lmit", "limit"), (error.File, error.Line, error.Column, error.Found, error.Suggestion));
        Assert.Contains("limitBy", error.Allowed);
    }
}
