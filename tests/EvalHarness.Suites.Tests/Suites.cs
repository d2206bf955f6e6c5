using EvalHarness.Core.Suites;

namespace EvalHarness.Suites.Tests;

/// <summary>Opens and reads suites through the catalogue, as every caller does.</summary>
internal static class Suites
{
    public static async Task<ISuite> OpenAsync(string address, string folder, params (string Name, string Value)[] options) =>
        await SuiteCatalog.OpenAsync(address, folder, options.ToDictionary(option => option.Name, option => option.Value), TestContext.Current.CancellationToken);

    public static async Task<List<Example>> ReadAsync(string address, string folder, string split, params (string Name, string Value)[] options)
    {
        var suite = await OpenAsync(address, folder, options);
        return await suite.ReadAsync(split, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }
}
