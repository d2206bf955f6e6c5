using System.Text.RegularExpressions;

namespace EvalHarness.Core.Manifests;

/// <summary>The rules of names: contracts, section 3.</summary>
public static partial class ManifestNames
{
    /// <summary>The rule of <see cref="IsName"/> in words.</summary>
    public const string NameRule = "1 to 64 letters, digits, '_' or '-'";

    /// <summary>The rule of <see cref="IsModelName"/> in words.</summary>
    public const string ModelNameRule = "1 to 64 letters, digits, '_', '-' or '.'";

    /// <summary>The rule of <see cref="IsSuiteAddress"/> in words.</summary>
    public const string SuiteAddressRule = "a suite such as wikitq, or a suite and its member such as bigbench:object_counting or promptsource:super_glue/rte";

    /// <summary>Whether this may name a manifest, comparison, system, family or suite of the user's own: <c>[A-Za-z0-9_-]{1,64}</c>.</summary>
    public static bool IsName(string name) => NamePattern().IsMatch(name);

    /// <summary>Whether this may name a model; dots are allowed, since models' versions have them.</summary>
    public static bool IsModelName(string name) => ModelNamePattern().IsMatch(name);

    /// <summary>Whether this may address a suite. The part behind the colon never climbs out of the data folder.</summary>
    public static bool IsSuiteAddress(string address)
    {
        if (!SuiteAddressPattern().IsMatch(address)) return false;
        var colon = address.IndexOf(':');
        return colon < 0 || address[(colon + 1)..].Split('/').All(part => part is not ("" or "." or ".."));
    }

    /// <summary>The name of a comparison that was given none: suite and split, with '-' for everything a name may not hold.</summary>
    public static string DefaultComparisonName(string suite, string? split)
    {
        var name = NotInNames().Replace(split is null ? suite : $"{suite}-{split}", "-").Trim('-');
        return name.Length <= 64 ? name : name[..64];
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,64}\z")]
    private static partial Regex ModelNamePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}(:[^\p{C}\\:]{1,190})?\z")]
    private static partial Regex SuiteAddressPattern();

    [GeneratedRegex(@"[^A-Za-z0-9_-]+")]
    private static partial Regex NotInNames();
}
