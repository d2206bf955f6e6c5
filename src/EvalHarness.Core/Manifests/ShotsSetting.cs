using System.Text.Json.Nodes;

namespace EvalHarness.Core.Manifests;

/// <summary><c>shots: N</c> is short for <c>demonstrations: { "total": N }</c>. This is the one place that says so.</summary>
public static class ShotsSetting
{
    /// <summary>The short name, as settings and sweep axes have it.</summary>
    public const string Name = "shots";

    /// <summary>The setting it is short for.</summary>
    public const string Setting = "demonstrations";

    /// <summary>The setting a sweep axis moves: <c>demonstrations</c> for <c>shots</c>, else the axis itself. The variant keeps the axis's name.</summary>
    public static string SettingOf(string axis) => axis == Name ? Setting : axis;

    /// <summary>Settings, or a point of a sweep, with <c>shots</c> written out. The given object is left as it is.</summary>
    public static JsonObject Expand(JsonObject settings)
    {
        var expanded = new JsonObject();
        foreach (var (name, value) in settings)
            if (name == Name)
                expanded[Setting] = new JsonObject { ["total"] = value?.DeepClone() };
            else
                expanded[name] = value?.DeepClone();
        return expanded;
    }
}
