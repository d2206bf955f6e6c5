using EvalHarness.Core.Templating;

namespace EvalHarness.Suites.PromptSource.Templates;

/// <summary>Jinja's default environment with what promptsource adds: the global <c>zip</c> and three filters.</summary>
public static class PromptSourceFilters
{
    /// <summary>The environment all templates are parsed in.</summary>
    public static JinjaEnvironment Environment { get; } = JinjaEnvironment.Default with
    {
        Globals = new Dictionary<string, TemplateFunction> { ["zip"] = TemplateFunction.Variadic("zip", Zip) },
        Filters = new Dictionary<string, TemplateFunction>
        {
            ["highlight"] = new("highlight", Highlight),
            ["choice"] = new("choice", Choose),
            ["most_frequent"] = new("most_frequent", MostFrequent),
        },
    };

    private static object Zip(in TemplateCall call)
    {
        if (call.Keywords.Count > 0)
            throw new TemplateException(TemplateErrorKind.Type, $"zip() got an unexpected keyword argument '{call.Keywords[0].Key}'");
        var sources = new List<IEnumerable<object?>>();
        foreach (var argument in call.Arguments)
            sources.Add(call.Items(argument));
        return TemplateValue.Lazy(Rows(sources));
    }

    private static IEnumerable<object?> Rows(List<IEnumerable<object?>> sources)
    {
        if (sources.Count == 0)
            yield break;
        var columns = sources.ConvertAll(source => source.GetEnumerator());
        while (columns.TrueForAll(column => column.MoveNext()))
            yield return TemplateValue.Tuple([.. columns.Select(column => column.Current)]);
    }

    private static string Highlight(in TemplateCall call) => TemplateValue.AsText(call.Subject) is { } text
        ? $"<span style='color: #F08080'>{text}</span>"
        : throw new TemplateException(TemplateErrorKind.Type, "only text can be highlighted");

    private static object? Choose(in TemplateCall call)
    {
        var items = TemplateValue.AsSequence(call.Subject)
            ?? throw new TemplateException(TemplateErrorKind.Type, "choice needs a list, a tuple or a text to choose from");
        return items.Count == 0
            ? throw new TemplateException(TemplateErrorKind.Lookup, "choice cannot choose from an empty list")
            : items[call.Draw(items.Count)];
    }

    // None for an empty input; else the most frequent items in the order in which they first appear.
    private static object? MostFrequent(in TemplateCall call)
    {
        if (TemplateValue.IsUndefined(call.Subject) || call.Subject is null)
            return null;
        var counts = new OrderedDictionary<Key, int>();
        foreach (var item in call.Items(call.Subject))
        {
            var key = new Key(item);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }
        if (counts.Count == 0)
            return null;
        var highest = counts.Values.Max();
        return TemplateValue.List(counts.Where(entry => entry.Value == highest).Select(entry => entry.Key.Value));
    }

    // Counted by Python's equality; None can be an item too.
    private readonly struct Key(object? value) : IEquatable<Key>
    {
        public object? Value { get; } = value;

        public bool Equals(Key other) => TemplateValue.Equality.Equals(Value, other.Value);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => TemplateValue.Equality.GetHashCode(Value!);
    }
}
