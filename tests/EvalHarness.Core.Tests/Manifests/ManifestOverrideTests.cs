namespace EvalHarness.Core.Tests.Manifests;

public sealed class ManifestOverrideTests
{
    [Fact]
    public void Sets_fields_by_index_by_name_and_for_all()
    {
        var manifest = ManifestText.Valid(ManifestText.Full, "families=null",
            "comparisons[0].limit=50", "comparisons.bigbench-object_counting.split=dev", "comparisons.*.margin=0.5", "comparisons[*].settings.x=[1, 2]", "execution.parallelism=8",
            "comparisons.one.baselines.majority.name=most", "models[\"qwen2.5\"].path=else where", "gate.systems=all", "name=\"other\"", "data.tabfact=../tf");
        Assert.Equal((50, 0.5, 0.5), (manifest.Comparisons[0].Limit, manifest.Comparisons[0].Margin, manifest.Comparisons[1].Margin));
        Assert.Equal("dev", manifest.Comparisons[1].Split);
        Assert.Equal("[1,2]", manifest.Comparisons[1].Settings["x"]!.ToJsonString());
        Assert.Equal(8, manifest.Execution.Parallelism);
        Assert.Equal("most", manifest.Comparisons[0].Baselines[1].Name);
        Assert.Equal("else where", manifest.Models["qwen2.5"].Options["path"]!.GetValue<string>());
        Assert.Equal(["all"], manifest.Gate!.Systems);
        Assert.Equal("../tf", manifest.Data["tabfact"].Path);
        Assert.Equal("other", manifest.Source["name"]!.GetValue<string>());
    }

    [Fact]
    public void Makes_what_is_absent_on_the_way()
    {
        var manifest = ManifestText.Valid(ManifestText.With(), "execution.budget.minutes=5", "comparisons[0].method.generation.temperature=0.7", "comparisons[0].method.settings.shots=2");
        Assert.Equal(5, manifest.Execution.Budget.Minutes);
        Assert.Equal(0.7, manifest.Comparisons[0].Method.Generation.Temperature);
        Assert.Equal("""{"demonstrations":{"total":2}}""", manifest.Comparisons[0].Method.Settings.ToJsonString());
    }

    [Fact]
    public void Null_removes()
    {
        var manifest = ManifestText.Valid(ManifestText.Full, "gate=null", "comparisons[0].limit=null", "comparisons.one.baselines[0]=null");
        Assert.Null(manifest.Gate);
        Assert.Null(manifest.Comparisons[0].Limit);
        Assert.Equal("majority", Assert.Single(manifest.Comparisons[0].Baselines).Name);
    }

    [Fact]
    public void Later_ones_win() => Assert.Equal([9], ManifestText.Valid(ManifestText.With(), "seed=1", "seed=9").Seeds);

    [Fact]
    public void A_value_that_is_no_json_is_text() =>
        Assert.Equal(["[1, = ", "true"], new[] { "split=[1, = ", "split=\"true\"" }.Select(set => ManifestText.Valid(ManifestText.With(), "comparisons[0]." + set).Comparisons[0].Split));

    [Theory]
    [InlineData("comparisons.tabels.limit=50", "--set comparisons.tabels.limit:1:13: comparisons has no entry 'tabels'; did you mean 'tables'? It has tables.")]
    [InlineData("comparisons[3].limit=50", "--set comparisons[3].limit:1:13: comparisons has 1 entries; [3] addresses none of them (the first is [0]).")]
    [InlineData("exection.parallelism=4", "--set exection.parallelism:1:1: 'exection' is no field of the manifest; did you mean 'execution'? Its fields are $schema, name, seed, seeds, data, models, suites, comparisons, execution, gate, families, leaks, alpha.")]
    [InlineData("execution.paralelism=4", "--set execution.paralelism:1:11: 'paralelism' is no field of 'execution'; did you mean 'parallelism'? Its fields are shardSize, parallelism, reuse, budget.")]
    [InlineData("models.smoll.path=x", "--set models.smoll.path:1:8: models has no entry 'smoll'; did you mean 'smol'? It has smol, gpt.")]
    [InlineData("name.first=x", "--set name.first:1:6: name is \"tables-small\", which has no 'first'.")]
    [InlineData("comparisons.tables.limit=many", "--set comparisons.tables.limit:1:26: comparisons[0].limit is \"many\"; it must be a whole number of at least 1 and at most 2,147,483,647.")]
    [InlineData("comparisons.tables.lmit=null", "--set comparisons.tables.lmit:1:20: comparisons[0] has no entry 'lmit'; did you mean 'limit'? It has name, suite, split, limit, method, baselines, metrics, generation, sweep.")]
    [InlineData("comparisons.tables.primaryPoint[0]=1", "--set comparisons.tables.primaryPoint[0]:1:20: comparisons[0] has no entry 'primaryPoint'; it has name, suite, split, limit, method, baselines, metrics, generation, sweep.")]
    [InlineData("models[0]=1", "--set models[0]:1:8: models is an object, not a list; [0] addresses nothing in it.")]
    [InlineData("comparisons[0].limit", "--set comparisons[0].limit:1:21: The override has no value; write it behind an '=', such as comparisons[0].limit=50.")]
    [InlineData("=4", "--set :1:1: The override is no path and value such as comparisons[0].limit=50: it names no field.")]
    [InlineData("a..b=4", "--set a..b:1:1: The override is no path and value such as comparisons[0].limit=50: a name is missing between two dots or at an end.")]
    [InlineData("a[x]=4", "--set a[x]:1:1: The override is no path and value such as comparisons[0].limit=50: a bracket must hold an index from 0, a name in double quotes, or *.")]
    [InlineData("a[\"x=4", "--set a[\"x:1:1: The override is no path and value such as comparisons[0].limit=50: a bracket with a quoted name must end in '\"]'.")]
    public void One_that_addresses_nothing_is_an_error_with_a_suggestion(string set, string error) =>
        Assert.Equal(error, string.Join('\n', ManifestText.Read(ManifestText.Contract, set).Errors));
}
