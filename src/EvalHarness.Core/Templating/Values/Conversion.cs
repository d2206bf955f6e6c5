using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace EvalHarness.Core.Templating.Values;

/// <summary>Turns .NET and JSON values into the engine's. Lists and maps are copied, so a template never changes its caller's data.</summary>
internal static class Conversion
{
    public static object? ToValue(object? value)
    {
        switch (value)
        {
            case null or string or long or double or BigInteger: return value is BigInteger big ? Boxes.Whole(big) : value;
            case bool flag: return Boxes.Bool(flag);
            case int number: return Boxes.Long(number);
            case float number: return (double)number;
            case decimal number: return (double)number;
            case ulong number: return Boxes.Whole(number);
            case char c: return c.ToString();
            case byte or sbyte or short or ushort or uint: return Boxes.Long(Convert.ToInt64(value, CultureInfo.InvariantCulture));
            case JsonElement json: return FromJson(json);
            case JsonDocument json: return FromJson(json.RootElement);
            case TemplateFunction or Missing or Markup or TemplateList or TemplateTuple or TemplateMap or TemplateRange or LazySequence or Undefined or TypeValue:
                return value;
            case IReadOnlyDictionary<string, object?> map: return FromPairs(map);
            case IReadOnlyDictionary<string, string> map: return FromPairs(map.Select(p => KeyValuePair.Create(p.Key, (object?)p.Value)));
            case IDictionary map: return FromDictionary(map);
            case IEnumerable items: return FromItems(items);
            default:
                throw new ArgumentException($"A template cannot use a value of type {value.GetType()}: give text, numbers, booleans, lists, maps or JSON.", nameof(value));
        }
    }

    public static object? FromJson(JsonElement json)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (json.ValueKind)
        {
            case JsonValueKind.String: return json.GetString();
            case JsonValueKind.True: return Boxes.True;
            case JsonValueKind.False: return Boxes.False;
            case JsonValueKind.Number: return Number(json);
            case JsonValueKind.Array: return new TemplateList(json.EnumerateArray().Select(FromJson));
            case JsonValueKind.Object:
                var map = new TemplateMap(json.GetPropertyCount());
                foreach (var property in json.EnumerateObject())
                    map.Set(property.Name, FromJson(property.Value));
                return map;
            default: return null;
        }
    }

    // A number with a point or an exponent is a float, as in Python's JSON reader.
    private static object Number(JsonElement json)
    {
        if (json.TryGetInt64(out var whole))
            return Boxes.Long(whole);
        var text = json.GetRawText();
        return text.AsSpan().IndexOfAny('.', 'e', 'E') < 0
            ? Boxes.Whole(BigInteger.Parse(text, CultureInfo.InvariantCulture))
            : double.Parse(text, CultureInfo.InvariantCulture);
    }

    private static TemplateMap FromPairs(IEnumerable<KeyValuePair<string, object?>> pairs)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var map = new TemplateMap();
        foreach (var (key, value) in pairs)
            map.Set(key, ToValue(value));
        return map;
    }

    private static TemplateMap FromDictionary(IDictionary pairs)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var map = new TemplateMap();
        foreach (DictionaryEntry pair in pairs)
            map.Set(ToValue(pair.Key), ToValue(pair.Value));
        return map;
    }

    private static TemplateList FromItems(IEnumerable items)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var list = new TemplateList();
        foreach (var item in items)
            list.Items.Add(ToValue(item));
        return list;
    }
}
