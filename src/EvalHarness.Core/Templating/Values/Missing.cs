namespace EvalHarness.Core.Templating.Values;

/// <summary>Marks a variable without a value and an argument that was not given; templates never see it.</summary>
internal sealed class Missing
{
    public static readonly Missing Value = new();

    private Missing() { }
}
