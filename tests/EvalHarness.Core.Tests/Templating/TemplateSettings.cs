using System.Text.Json;
using EvalHarness.Core.Templating;

namespace EvalHarness.Core.Tests.Templating;

/// <summary>Reads the settings that a case names, as Jinja2 calls them.</summary>
internal static class TemplateSettings
{
    public static JinjaEnvironment Of(JsonElement item)
    {
        if (!item.TryGetProperty("settings", out var settings))
            return JinjaEnvironment.Default;
        bool IsOn(string name) => settings.TryGetProperty(name, out var value) && value.GetBoolean();
        return JinjaEnvironment.Default with
        {
            TrimBlocks = IsOn("trim_blocks"),
            LstripBlocks = IsOn("lstrip_blocks"),
            KeepTrailingNewline = IsOn("keep_trailing_newline"),
            Sandboxed = IsOn("sandbox"),
            LoopControls = settings.TryGetProperty("extensions", out _),
        };
    }
}
