using System.Security.Cryptography;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Replay;

/// <summary>The <c>replay</c> provider: answers recorded in a file, so that a run repeats without the model that gave them.</summary>
public static class ReplayProvider
{
    /// <summary>Its options.</summary>
    public static ModelProvider Provider { get; } = new(
        "replay",
        "Gives answers recorded in a JSON lines file; a request that is not in it fails, kind environment.",
        [
            new("path", ModelOptionType.Text, "The file, relative to the manifest: lines of 'id' (and 'sample') or 'digest', 'completion' or 'logProbs', 'usage'.") { Required = true },
            new("price", ModelOptionType.Price, "The price of the model that gave the answers, for the cost of the recorded usage."),
        ],
        static async (declaration, options, _, cancellationToken) =>
        {
            var path = Path.GetFullPath(Path.Combine(declaration.BaseFolder, options.RequiredText("path")));
            var digest = await DigestAsync(declaration.Name, path, cancellationToken).ConfigureAwait(false);
            var identity = new ModelIdentity { Name = declaration.Name, Provider = "replay", Digest = digest };
            return new ModelSource(identity, token => LoadAsync(identity, path, token), typeof(ITextGenerator), typeof(ILikelihoodScorer))
            {
                Price = declaration.Price ?? options.Price("price"),
            };
        });

    private static async Task<IModel> LoadAsync(ModelIdentity identity, string path, CancellationToken cancellationToken)
    {
        var file = await ReplayFile.ReadAsync(path, cancellationToken).ConfigureAwait(false);
        if (await DigestAsync(identity.Name, path, cancellationToken).ConfigureAwait(false) != identity.Digest)
            throw new ModelException($"The replay file {path} of the model '{identity.Name}' changed after the run was planned; plan again.");
        return new ReplayModel(identity, file);
    }

    private static async Task<string> DigestAsync(string model, string path, CancellationToken cancellationToken)
    {
        try
        {
            var stream = File.OpenRead(path);
            await using (stream.ConfigureAwait(false))
                return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"The replay file {path} of the model '{model}' cannot be read: {e.Message}", e);
        }
    }
}
