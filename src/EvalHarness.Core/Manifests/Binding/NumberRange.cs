using System.Globalization;

namespace EvalHarness.Core.Manifests.Binding;

/// <summary>What a number may be.</summary>
internal readonly record struct NumberRange(double Low, double High, bool OpenLow = false, bool OpenHigh = false)
{
    /// <summary>Whole numbers that every JSON reader holds exactly.</summary>
    public static NumberRange Exact { get; } = new(-9007199254740991, 9007199254740991);

    public static NumberRange From(double low) => new(low, double.PositiveInfinity);

    public static NumberRange Above(double low) => new(low, double.PositiveInfinity, OpenLow: true);

    public bool Holds(double value) => (OpenLow ? value > Low : value >= Low) && (OpenHigh ? value < High : value <= High);

    /// <summary>The range in words, with the space before them.</summary>
    public override string ToString()
    {
        var low = OpenLow ? $" above {Text(Low)}" : $" of at least {Text(Low)}";
        return double.IsPositiveInfinity(High) ? low : $"{low} and {(OpenHigh ? "below" : "at most")} {Text(High)}";
    }

    private static string Text(double value) =>
        value == Math.Truncate(value) ? ((long)value).ToString("#,0", CultureInfo.InvariantCulture) : value.ToString("0.######", CultureInfo.InvariantCulture);
}
