using System.Text.Json;
using System.Text.RegularExpressions;
using EvalHarness.Core.Manifests.Positions;

namespace EvalHarness.Core.Manifests.Binding;

/// <summary>
/// Refuses secrets: a manifest is mailed, committed and printed in reports. Fields that are named like one are refused whatever they hold, and
/// texts that are spelled like one wherever they stand. Found ones are hidden from every message.
/// </summary>
internal static partial class SecretGuard
{
    private const string Remedy = "keys come from environment variables (name one in 'apiKeyVariable') or from Entra ID, never from a manifest.";

    private static readonly string[] Names =
    [
        "apikey", "accesskey", "accountkey", "secret", "clientsecret", "password", "passwd", "authorization", "accesstoken", "authtoken",
        "bearertoken", "apitoken", "connectionstring", "sastoken", "subscriptionkey", "credential", "credentials", "privatekey",
    ];

    private static readonly string[] NamesInModels = ["key", "token", "bearer", "auth"];

    public static void Check(PositionedNode root, ErrorList errors) => Walk(root, [], errors);

    private static void Walk(PositionedNode node, List<PathStep> path, ErrorList errors)
    {
        foreach (var member in node.Members)
        {
            path.Add(new PathStep(member.Name, null, 0));
            if (IsSecretName(member.Name, path))
            {
                Hide(member.Value);
                errors.Add(member.Place, Path(path), $"The field {Quotation.Name(member.Name)} looks like a secret; {Remedy}");
            }
            else if (member.Name.EndsWith("Variable", StringComparison.Ordinal) && path[0].Name == "models" && member.Value.Kind == JsonValueKind.String && !VariableName().IsMatch(member.Value.Text))
            {
                // Most likely the key itself was written here.
                Hide(member.Value);
                errors.Add(member.Value.Place, Path(path), $"{Path(path)} is no name of an environment variable, such as OPENAI_API_KEY; {Remedy}");
            }
            else
                Walk(member.Value, path, errors);
            path.RemoveAt(path.Count - 1);
        }
        for (var i = 0; i < node.Items.Count; i++)
        {
            path.Add(new PathStep(null, i, 0));
            Walk(node.Items[i], path, errors);
            path.RemoveAt(path.Count - 1);
        }
        if (node.Kind == JsonValueKind.String && SecretText().IsMatch(node.Text))
        {
            node.Hidden = true;
            errors.Add(node.Place, Path(path), $"{Path(path)} holds a text that looks like a secret; {Remedy}");
        }
    }

    private static bool IsSecretName(string name, List<PathStep> path)
    {
        var plain = new string([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
        // Names that users choose (of models, slots, choices) are no fields.
        if (path.Count <= 2 && path[0].Name is "models" or "data" or "suites" or "families") return false;
        return Names.Contains(plain) || plain.EndsWith("apikey", StringComparison.Ordinal) || plain.EndsWith("password", StringComparison.Ordinal)
            || (path[0].Name == "models" && NamesInModels.Contains(plain));
    }

    private static void Hide(PositionedNode node)
    {
        node.Hidden = true;
        foreach (var member in node.Members) Hide(member.Value);
        foreach (var item in node.Items) Hide(item);
    }

    private static string Path(List<PathStep> path) => path.Aggregate("", ManifestPath.Add);

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,127}\z")]
    private static partial Regex VariableName();

    // Every repetition is bounded, so that no text of 4 MiB makes the search slow. Keys of well-known services, JSON web tokens, keys and signatures of storage accounts, credentials in a URL, private key blocks.
    [GeneratedRegex(
        @"\b(sk|pk|rk)-[A-Za-z0-9_-]{20}|\b(ghp|gho|ghs|github_pat|hf|glpat)[_-][A-Za-z0-9_]{20}|\bAKIA[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}"
        + @"|\beyJ[A-Za-z0-9_-]{10,160}\.eyJ[A-Za-z0-9_-]{10}|\bAccountKey=|\bSharedAccessKey=|[?&]sig=[A-Za-z0-9%+/=]{20}|\ABearer\s+\S{12}"
        + @"|\A[a-z][a-z0-9+.-]{1,20}://[^/\s:@]{1,200}:[^/\s@]{1,200}@|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----",
        RegexOptions.CultureInvariant)]
    private static partial Regex SecretText();
}
