using System.CommandLine;
using EvalHarness.Cli.Commands;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Models;
using EvalHarness.Core.Scoring;
using EvalHarness.Core.Suites;

namespace EvalHarness.Cli;

/// <summary>The command line: results go to standard output, progress and messages to standard error.</summary>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="workingFolder">The folder relative paths start from.</param>
/// <param name="time">The clock.</param>
public sealed class EvalHarnessApp(TextWriter output, TextWriter error, string workingFolder, TimeProvider time)
{
    /// <summary>Exit code of invalid input.</summary>
    public const int InvalidInput = 2;

    /// <summary>Exit code of a cancelled command.</summary>
    public const int Cancelled = 130;

    // A batch of a large model takes a while to end; what it had finished is stored before the process goes.
    private static readonly TimeSpan TerminationTime = TimeSpan.FromSeconds(60);

    /// <summary>Standard output.</summary>
    public TextWriter Out => output;

    /// <summary>Standard error.</summary>
    public TextWriter Error => error;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Whether standard error is a terminal, so that progress may overwrite its line.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Reads an input file or, for "-", standard input.</summary>
    public TextReader OpenInput(string path) => path == "-" ? Console.In : new StreamReader(PathOf(path));

    /// <summary>Opens an input file or, for "-", standard input, as bytes.</summary>
    public Stream OpenInputStream(string path) => path == "-" ? Console.OpenStandardInput() : File.OpenRead(PathOf(path));

    /// <summary>Writes bytes that are UTF-8 text to standard output.</summary>
    public async Task WriteAsync(Func<Stream, Task> write)
    {
        using var bytes = new MemoryStream();
        await write(bytes).ConfigureAwait(false);
        await output.WriteAsync(System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length)).ConfigureAwait(false);
    }

    /// <summary>A path as the user means it.</summary>
    public string PathOf(string path) => Path.GetFullPath(path, workingFolder);

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code of the contracts, section 1.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
                await error.WriteLineAsync($"error: {problem.Message}").ConfigureAwait(false);
            await error.WriteLineAsync("'evalharness --help' lists commands and options.").ConfigureAwait(false);
            return InvalidInput;
        }
        return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TerminationTime }).ConfigureAwait(false);
    }

    /// <summary>Runs an action and turns what a user did wrong into a sentence and exit code 2.</summary>
    public async Task<int> GuardAsync(Func<Task<int>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("cancelled").ConfigureAwait(false);
            return Cancelled;
        }
        catch (Exception exception) when (exception is CommandException or SuiteException or ModelException or MetricInputException or ScoringException or InvalidDataException or FileNotFoundException or DirectoryNotFoundException)
        {
            await error.WriteLineAsync($"error: {exception.Message}").ConfigureAwait(false);
            return InvalidInput;
        }
    }

    private RootCommand Root() => new("EvalHarness: runs a method and its baselines on the same examples and says whether the difference is real.")
    {
        RunCommand.Create(this),
        EvalCommand.Create(this),
        InitCommand.Create(this),
        ResumeCommand.Create(this),
        RescoreCommand.Create(this),
        CompareCommand.Create(this),
        AcceptCommand.Create(this),
        RunsCommand.Create(this),
        ReportCommand.Create(this),
        PlanCommand.Create(this),
        ValidateCommand.Create(this),
        SchemaCommand.Create(this),
        SuitesCommand.Create(this),
        MetricsCommand.Create(this),
        SystemsCommand.Create(this),
        ModelsCommand.Create(this),
        ScoreCommand.Create(this),
        ContrastCommand.Create(this),
    };
}

/// <summary>What a user asked for cannot be done: a sentence that says why and what would be right.</summary>
public sealed class CommandException : Exception
{
    /// <summary>Without a message.</summary>
    public CommandException() { }

    /// <summary>With a sentence for the user.</summary>
    public CommandException(string message) : base(message) { }

    /// <summary>With a sentence for the user and a cause.</summary>
    public CommandException(string message, Exception innerException) : base(message, innerException) { }
}
