using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace EvalHarness.Core.Templating.Syntax;

/// <summary>
/// Characters by their Unicode names (<c>\N{BULLET}</c>): the scripts, punctuation and symbols that prompts are written in. Read from the embedded list
/// the first time a template uses one.
/// </summary>
internal static class UnicodeNames
{
    private static readonly Lazy<FrozenDictionary<string, string>> Names = new(Load);

    /// <summary>The character of a name in any case, or null.</summary>
    public static string? Find(string name)
    {
        const string Ideograph = "CJK UNIFIED IDEOGRAPH-";
        name = name.ToUpperInvariant();
        if (name.StartsWith(Ideograph, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(Ideograph.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ideograph)
            && ideograph is >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0x9FFC or >= 0x20000 and <= 0x3134A)
            return new Rune(ideograph).ToString();
        return Names.Value.GetValueOrDefault(name);
    }

    // "@2022" sets the code point of the next name; every name moves on by one.
    private static FrozenDictionary<string, string> Load()
    {
        using var resource = typeof(UnicodeNames).Assembly.GetManifestResourceStream("EvalHarness.UnicodeNames.txt")!;
        using var reader = new StreamReader(resource);
        var names = new Dictionary<string, string>();
        var code = 0;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            if (line.StartsWith('@'))
            {
                code = int.Parse(line.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                continue;
            }
            names[line] = new Rune(code++).ToString();
        }
        return names.ToFrozenDictionary();
    }
}
