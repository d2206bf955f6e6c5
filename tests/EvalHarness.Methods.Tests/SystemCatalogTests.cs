namespace EvalHarness.Methods.Tests;

public sealed class SystemCatalogTests
{
    [Fact]
    public void Every_system_has_a_name_of_its_own() =>
        Assert.Equal(SystemCatalog.Factories.Count, SystemCatalog.Factories.Select(factory => factory.Card.Name).Distinct().Count());
}
