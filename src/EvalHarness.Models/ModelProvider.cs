using EvalHarness.Core.Manifests;
using EvalHarness.Core.Models;

namespace EvalHarness.Models;

/// <summary>A kind of model a manifest may name: what options it takes, and how it is opened. One per provider; <see cref="ModelProviders"/> lists them.</summary>
/// <param name="Name">The manifest's <c>provider</c>.</param>
/// <param name="Description">What it is, one or two sentences.</param>
/// <param name="Options">The options it takes.</param>
/// <param name="Open">Describes a model with checked options, without loading it.</param>
public sealed record ModelProvider(
    string Name,
    string Description,
    IReadOnlyList<ModelOption> Options,
    Func<ModelDeclaration, ModelOptions, ModelOpeningContext, CancellationToken, ValueTask<IModelSource>> Open)
{
    /// <summary>Rules between options and on their content that need no file, network or key; run when every option has the right form.</summary>
    public Func<ModelOptions, IEnumerable<OptionProblem>>? Rules { get; init; }

    /// <summary>Everything that is wrong with a declaration's options; empty when it can be opened. Reads no file, network or environment variable.</summary>
    public IReadOnlyList<OptionProblem> Check(ModelDeclaration declaration)
    {
        var problems = new List<OptionProblem>();
        foreach (var (name, value) in declaration.Options)
        {
            if (Options.FirstOrDefault(option => option.Name == name) is { } known)
            {
                if (ModelOptions.Problem(known, value) is { } problem)
                    problems.Add(new OptionProblem(name, problem));
            }
            else
                problems.Add(new OptionProblem(name, Unknown(name)));
        }
        foreach (var option in Options)
            if (option.Required && !declaration.Options.ContainsKey(option.Name))
                problems.Add(new OptionProblem(option.Name, $"'{option.Name}' is missing: {option.Description}"));
        if (problems.Count == 0 && Rules is not null)
            problems.AddRange(Rules(new ModelOptions(Options, declaration.Options)));
        return problems;
    }

    /// <summary>Checks the options and describes the model, without loading it.</summary>
    /// <exception cref="ModelException">An option is wrong, or a file the description needs is missing.</exception>
    public ValueTask<IModelSource> OpenAsync(ModelDeclaration declaration, ModelOpeningContext context, CancellationToken cancellationToken)
    {
        if (Check(declaration) is { Count: > 0 } problems)
            throw new ModelException($"The model '{declaration.Name}' ({Name}) cannot be opened: {string.Join(" ", problems.Select(problem => problem.Message))}");
        return Open(declaration, new ModelOptions(Options, declaration.Options), context, cancellationToken);
    }

    private string Unknown(string name)
    {
        if (name.Contains("key", StringComparison.OrdinalIgnoreCase) && Options.Any(option => option.Name == "apiKeyVariable"))
            return $"'{name}' is no option of '{Name}': keys never stand in a manifest. Name the environment variable that holds the key in 'apiKeyVariable'.";
        return $"'{name}' is no option of '{Name}'{Spelling.Suggestion(name, Options.Select(option => option.Name))}; it takes {string.Join(", ", Options.Select(option => option.Name))}.";
    }
}
