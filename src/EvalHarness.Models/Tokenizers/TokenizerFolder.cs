using System.Text.Json;

namespace EvalHarness.Models.Tokenizers;

/// <summary>Reads the tokenizer of a model folder with its settings.</summary>
internal static class TokenizerFolder
{
    private static readonly string[] Roles = ["bos_token", "eos_token", "pad_token", "unk_token", "sep_token", "cls_token", "mask_token"];

    public static Tokenizer Read(string folder)
    {
        var settings = ReadSettings(folder);
        var json = Path.Combine(folder, "tokenizer.json");
        return File.Exists(json) ? TokenizerJson.Read(json, settings) : OlderFiles.OlderFiles.Read(folder, settings);
    }

    public static TokenizerSettings ReadSettings(string folder)
    {
        var special = new Dictionary<string, string>(StringComparer.Ordinal);
        var settings = new TokenizerSettings { SpecialTokens = special };
        foreach (var name in (string[])["special_tokens_map.json", "tokenizer_config.json"])
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path))
                continue;
            using var document = TokenizerJson.Parse(path);
            var root = new JsonPart(document.RootElement, name, "");
            foreach (var role in Roles)
                if (root.Optional(role) is { } token)
                    special[role] = token.Element.ValueKind == JsonValueKind.Object ? token.Text("content") : token.AsText();
            if (name == "tokenizer_config.json")
                settings = ReadConfig(root, settings);
        }
        var template = Path.Combine(folder, "chat_template.jinja");
        return File.Exists(template) ? settings with { ChatTemplate = File.ReadAllText(template) } : settings;
    }

    private static TokenizerSettings ReadConfig(JsonPart root, TokenizerSettings settings) => settings with
    {
        ClassName = root.OptionalText("tokenizer_class"),
        // Where the folder is silent, only the BERT family cleans up.
        CleanUpSpaces = root.Flag("clean_up_tokenization_spaces", root.OptionalText("tokenizer_class")?.StartsWith("Bert", StringComparison.Ordinal) ?? false),
        // Folders without a limit carry 1e30 here.
        MaxLength = root.Optional("model_max_length") is { } limit && limit.Element.TryGetDouble(out var value) && value is > 0 and < 1e9 ? (int)value : null,
        AddPrefixSpace = root.Flag("add_prefix_space"),
        Lowercase = root.Flag("do_lower_case", true),
        StripAccents = root.Has("strip_accents") ? root.Flag("strip_accents") : null,
        SpaceChinese = root.Flag("tokenize_chinese_chars", true),
        ExtraIds = root.Number("extra_ids", 100),
        Legacy = root.Flag("legacy", true),
        TruncationSide = root.OptionalText("truncation_side") == "left" ? TruncationSide.Left : TruncationSide.Right,
        ChatTemplate = root.Optional("chat_template") is { } template ? ReadTemplate(template) : null,
    };

    // Newer folders may hold several named templates; the one called default is used.
    private static string? ReadTemplate(JsonPart part) => part.Element.ValueKind == JsonValueKind.Array
        ? part.Items().Where(t => t.OptionalText("name") == "default").Select(t => t.Text("template")).FirstOrDefault()
        : part.AsText();
}
