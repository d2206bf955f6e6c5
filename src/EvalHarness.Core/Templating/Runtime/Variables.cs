using System.Text.Json;

namespace EvalHarness.Core.Templating.Runtime;

/// <summary>The caller's values by name, not yet converted.</summary>
internal interface IVariables
{
    bool TryGet(string name, out object? value);
}

/// <summary>Values in a dictionary.</summary>
internal sealed class DictionaryVariables(IReadOnlyDictionary<string, object?> values) : IVariables
{
    public bool TryGet(string name, out object? value) => values.TryGetValue(name, out value);
}

/// <summary>The properties of a JSON object.</summary>
internal sealed class JsonVariables(JsonElement values) : IVariables
{
    public bool TryGet(string name, out object? value)
    {
        var found = values.TryGetProperty(name, out var property);
        value = property;
        return found;
    }
}
