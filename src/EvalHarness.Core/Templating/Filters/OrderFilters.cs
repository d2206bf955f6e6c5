using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Filters;

/// <summary>Filters that compare items: sorting, grouping, smallest, largest, distinct.</summary>
internal static class OrderFilters
{
    private static readonly string[] GroupNames = ["grouper", "list"];

    public static TemplateFunction[] All { get; } =
    [
        new("sort", Sort, new("reverse", false), new("case_sensitive", false), new("attribute", null)),
        new("dictsort", SortMap, new("case_sensitive", false), new("by", "key"), new("reverse", false)),
        new("groupby", GroupBy, TemplateParameter.Required("attribute"), new("default", null), new("case_sensitive", false)),
        new("unique", Unique, new("case_sensitive", false), new("attribute", null)),
        new("min", (in call) => Extreme(call, (candidate, best, state) => Ordering.Less(candidate, best, state)), new("case_sensitive", false), new("attribute", null)),
        new("max", (in call) => Extreme(call, (candidate, best, state) => Ordering.Greater(candidate, best, state)), new("case_sensitive", false), new("attribute", null)),
    ];

    private static TemplateList Sort(in TemplateCall call)
    {
        var state = call.State;
        var paths = AttributePath.Several(call[2], ignoresCase: !call.Flag(1));
        var items = Iteration.Collect(call.Subject, state);
        return new TemplateList(StableSort.By([.. items], item => new TemplateList(paths.Select(path => path.Get(item, state))), call.Flag(0), state));
    }

    private static TemplateList SortMap(in TemplateCall call)
    {
        var by = TemplateValue.AsText(call[1]);
        if (by is not ("key" or "value"))
            throw Fault.Argument("You can only sort by either \"key\" or \"value\"");
        if (call.Subject is Undefined undefined)
            throw undefined.Failure();
        var map = call.Subject as TemplateMap ?? throw Fault.Type($"'{TypeNames.Of(call.Subject)}' object has no attribute 'items'");
        var key = AttributePath.Of(Boxes.Long(by == "key" ? 0 : 1), ignoresCase: !call.Flag(0));
        var state = call.State;
        object?[] pairs = [.. map.Entries.Select(object? (entry) => new TemplateTuple([entry.Key, entry.Value]))];
        return new TemplateList(StableSort.By(pairs, pair => key.Get(pair, state), call.Flag(2), state));
    }

    private static TemplateList GroupBy(in TemplateCall call)
    {
        var state = call.State;
        var key = AttributePath.Of(call[0], ignoresCase: !call.Flag(2), call[1]);
        var shown = AttributePath.Of(call[0], ignoresCase: false, call[1]);
        object?[] sorted = StableSort.By([.. Iteration.Collect(call.Subject, state)], item => key.Get(item, state), reverse: false, state);
        var groups = new TemplateList();
        object? current = Missing.Value;
        TemplateList? members = null;
        foreach (var item in sorted)
        {
            var itemKey = key.Get(item, state);
            if (members is null || !ValueEquality.AreSameOrEqual(current, itemKey))
            {
                (current, members) = (itemKey, new TemplateList());
                groups.Items.Add(new TemplateTuple([shown.Get(item, state), members]) { Names = GroupNames });
            }
            members.Items.Add(item);
        }
        return groups;
    }

    private static LazySequence Unique(in TemplateCall call)
    {
        var (subject, path, state) = (call.Subject, AttributePath.Of(call[1], ignoresCase: !call.Flag(0)), call.State);
        return new LazySequence(Distinct(subject, path, state));
    }

    private static IEnumerable<object?> Distinct(object? subject, AttributePath path, RenderState state)
    {
        var seen = new TemplateMap();
        foreach (var item in Iteration.Items(subject, state))
        {
            var key = path.Get(item, state);
            if (seen.Contains(key))
                continue;
            seen.Set(key, null);
            yield return item;
        }
    }

    private static object? Extreme(in TemplateCall call, Func<object?, object?, RenderState, bool> isBetter)
    {
        var path = AttributePath.Of(call[1], ignoresCase: !call.Flag(0));
        object? best = Missing.Value;
        object? bestKey = null;
        foreach (var item in call.Items(call.Subject))
        {
            var key = path.Get(item, call.State);
            if (!ReferenceEquals(best, Missing.Value) && !isBetter(key, bestKey, call.State))
                continue;
            (best, bestKey) = (item, key);
        }
        return ReferenceEquals(best, Missing.Value) ? Undefined.Because("No aggregated item, sequence was empty.") : best;
    }
}
