using EvalHarness.Cli;

return await new EvalHarnessApp(Console.Out, Console.Error, Directory.GetCurrentDirectory(), TimeProvider.System)
{
    IsTerminal = !Console.IsErrorRedirected,
}.RunAsync(args).ConfigureAwait(false);
