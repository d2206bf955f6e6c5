using System.Text.Json;
using System.Text.Json.Serialization;

namespace EvalHarness.Core.Json;

/// <summary>Enums as the contracts spell them: <c>method</c>, <c>complete</c>. Numbers are not read.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
