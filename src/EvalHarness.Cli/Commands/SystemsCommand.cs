using System.CommandLine;
using EvalHarness.Core.Systems;
using EvalHarness.Core.Text;
using EvalHarness.Methods;

namespace EvalHarness.Cli.Commands;

/// <summary><c>systems [show NAME]</c>.</summary>
internal static class SystemsCommand
{
    public static Command Create(EvalHarnessApp app)
    {
        var name = new Argument<string>("NAME") { Description = "The system." };
        var show = new Command("show", "Prints a system's settings, models and source.\n\nExample: evalharness systems show batch-calibration") { name };
        show.SetAction((parsed, cancellationToken) => app.GuardAsync(() => ShowAsync(app, parsed.GetValue(name)!), cancellationToken));
        var command = new Command("systems", "Lists the systems a manifest may name.\n\nExample: evalharness systems") { show };
        command.SetAction(_ =>
        {
            foreach (var factory in SystemCatalog.Factories)
                app.Out.WriteLine($"{factory.Card.Name,-28} {factory.Card.Description}");
            return 0;
        });
        return command;
    }

    private static async Task<int> ShowAsync(EvalHarnessApp app, string name)
    {
        if (SystemCatalog.Find(name)?.Card is not { } card)
            throw new CommandException(NearestName.Sentence($"There is no system '{name}'", name, SystemCatalog.Factories.Select(factory => factory.Card.Name), "systems are"));
        await app.Out.WriteLineAsync($"{card.Name}{(card.IsControl ? " (control)" : "")}\n{card.Description}\nsource: {card.Source}").ConfigureAwait(false);
        foreach (var slot in card.Models)
            await app.Out.WriteLineAsync($"model {slot.Name}: {slot.Description} ({slot.Capability.Name[1..]})").ConfigureAwait(false);
        foreach (var setting in card.Settings)
            await app.Out.WriteLineAsync($"setting {setting.Name} ({TypeName(setting)}{(setting.Default is null ? "" : $", default {setting.Default.ToJsonString()}")}): {setting.Description}").ConfigureAwait(false);
        return 0;
    }

    private static string TypeName(SettingCard setting) =>
        setting.Allowed is { } allowed ? string.Join(" | ", allowed) : setting.Type.ToString().ToLowerInvariant();
}
