namespace EvalHarness.Core.Tests.Manifests;

public sealed class SecretTests
{
    private const string Secret = "sk-proj-0123456789abcdefghijKLMN";

    [Theory]
    [InlineData("apiKey")]
    [InlineData("api_key")]
    [InlineData("api-key")]
    [InlineData("openaiApiKey")]
    [InlineData("key")]
    [InlineData("token")]
    [InlineData("Authorization")]
    [InlineData("clientSecret")]
    [InlineData("password")]
    [InlineData("connectionString")]
    public void A_field_named_like_a_secret_is_refused_and_its_value_never_shown(string field)
    {
        var result = ManifestText.Read($$"""
            { "name": "a", "models": { "gpt": { "provider": "chat", "headers": { "{{field}}": "hunter2hunter2" } } },
              "comparisons": [ { "suite": "wikitq", "method": { "system": "direct", "models": { "generator": "gpt" } } } ] }
            """);
        var error = Assert.Single(result.Errors);
        Assert.Equal($"models.gpt.headers.{field}", error.Path);
        Assert.Contains("keys come from environment variables (name one in 'apiKeyVariable') or from Entra ID", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Secret)]
    [InlineData("Bearer 0123456789abcdef")]
    [InlineData("ghp_0123456789abcdefghijABCDEFGHIJ012345")]
    [InlineData("AKIA0123456789ABCDEF")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.x")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abc==")]
    [InlineData("https://a.blob.core.windows.net/c?sv=1&sig=0123456789abcdefghij%3D")]
    [InlineData("https://user:pass@example.org/v1")]
    public void A_text_spelt_like_a_secret_is_refused_wherever_it_stands(string text)
    {
        foreach (var manifest in new[] { ManifestText.With($"\"data\": {{ \"wikitq\": \"{text}\" }},"), ManifestText.With(method: $"\"settings\": {{ \"x\": [\"{text}\"] }},") })
        {
            var error = Assert.Single(ManifestText.Read(manifest).Errors);
            Assert.Contains("holds a text that looks like a secret", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(text, error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_second_error_at_the_same_place_does_not_show_it_either()
    {
        var errors = ManifestText.Read(ManifestText.With(comparison: $"\"limit\": \"{Secret}\",")).Errors;
        Assert.Equal(2, errors.Count);
        Assert.DoesNotContain(errors, error => error.ToString().Contains(Secret, StringComparison.Ordinal) || error.Found == Secret);
    }

    [Fact]
    public void An_override_does_not_show_it_either()
    {
        var errors = ManifestText.Read(ManifestText.With(), $"models.smol.apiKey={Secret}").Errors;
        Assert.Equal("--set models.smol.apiKey", Assert.Single(errors).File);
        Assert.DoesNotContain(Secret, errors[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"generator\": \"smol\"", "\"key\": \"smol\"")]
    [InlineData("\"smol\"", "\"token\"")]
    public void Names_that_users_choose_are_no_secrets(string from, string to) =>
        ManifestText.Valid(ManifestText.With().Replace(from, to, StringComparison.Ordinal));

    [Fact]
    public void Settings_that_only_sound_alike_are_no_secrets() =>
        ManifestText.Valid(ManifestText.With(method: "\"settings\": { \"maxTokens\": 3, \"keyPhrase\": \"risk-free and desk-bound things\" }, \"generation\": { \"maxNewTokens\": 4 },"));
}
