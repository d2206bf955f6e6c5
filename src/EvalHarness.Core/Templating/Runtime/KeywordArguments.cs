namespace EvalHarness.Core.Templating.Runtime;

/// <summary>Keyword arguments in the order given; names are unique.</summary>
internal sealed class KeywordArguments : List<KeyValuePair<string, object?>>
{
    public void AddUnique(string function, string name, object? value)
    {
        if (Exists(pair => pair.Key == name))
            throw Fault.Type($"{function}() got multiple values for keyword argument '{name}'");
        Add(new(name, value));
    }

    /// <summary>Takes an argument out; false where it was not given.</summary>
    public bool Take(string name, out object? value)
    {
        var index = FindIndex(pair => pair.Key == name);
        value = index < 0 ? null : this[index].Value;
        if (index >= 0)
            RemoveAt(index);
        return index >= 0;
    }
}
