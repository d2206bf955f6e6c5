using System.Text.Json;
using EvalHarness.Core.Templating.Binding;
using EvalHarness.Core.Templating.Nodes;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Syntax;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating;

/// <summary>A parsed template. Rendering changes nothing in it, so any number of threads can render at the same time.</summary>
public sealed class JinjaTemplate
{
    private static readonly IVariables NoVariables = new DictionaryVariables(new Dictionary<string, object?>());

    private readonly JinjaEnvironment _environment;
    private readonly Statement[] _body;
    private readonly FunctionLayout _function = new(null);
    private readonly Dictionary<string, BlockNode> _blocks;
    private readonly ScopeEntry _entry;
    private readonly VariableReference? _self;

    private JinjaTemplate(JinjaEnvironment environment, Statement[] body)
    {
        (_environment, _body) = (environment, body);
        var binding = new TemplateBinding(environment);
        foreach (var block in body.SelectMany(statement => statement.Descendants().Prepend(statement)).OfType<BlockNode>())
            if (!binding.Blocks.TryAdd(block.Name, block))
                throw new TemplateException(TemplateErrorKind.Syntax, $"block '{block.Name}' defined twice", TemplateStage.Parse, block.Line);
        var scope = new BindingScope(binding, new SymbolTable(null, _function)) { IsTopLevel = true };
        if (NameSearch.Reads(body, "self"))
            _self = scope.Reference(scope.Symbols.Declare("self"));
        foreach (var statement in body)
            statement.Declare(scope.Symbols);
        foreach (var statement in body)
            statement.Bind(scope);
        foreach (var block in binding.Blocks.Values)
            block.BindBody(binding);
        _entry = ScopeEntry.Of(scope);
        _blocks = binding.Blocks;
        UndeclaredVariables = binding.Undeclared;
    }

    /// <summary>The names that the template looks up among the values it is rendered with; global functions are not among them.</summary>
    public IReadOnlySet<string> UndeclaredVariables { get; }

    internal static JinjaTemplate Parse(string source, JinjaEnvironment environment)
    {
        try
        {
            return new JinjaTemplate(environment, Parser.Parse(source, environment));
        }
        catch (InsufficientExecutionStackException exception)
        {
            throw new TemplateException(TemplateErrorKind.Limit, "the template nests too deep", TemplateStage.Parse, 1, exception);
        }
    }

    /// <summary>Renders without values.</summary>
    /// <exception cref="TemplateException">Something in the template fails; stage render, with the line.</exception>
    public string Render() => Render(NoVariables, null);

    /// <summary>Renders with values by name.</summary>
    /// <param name="values">
    /// Null, text, numbers, booleans, lists, dictionaries and JSON elements, nested as wanted. They are copied as far as the template asks for them: it cannot change the originals.
    /// </param>
    /// <param name="draw">Gives a random whole number in [0, bound) to the filters that draw; null where the template does not.</param>
    /// <exception cref="TemplateException">Something in the template fails; stage render, with the line.</exception>
    public string Render(IReadOnlyDictionary<string, object?> values, Func<int, int>? draw = null) => Render(new DictionaryVariables(values), draw);

    /// <summary>Renders with the properties of a JSON object.</summary>
    /// <param name="values">The object.</param>
    /// <param name="draw">Gives a random whole number in [0, bound) to the filters that draw; null where the template does not.</param>
    /// <exception cref="TemplateException">Something in the template fails; stage render, with the line.</exception>
    /// <exception cref="ArgumentException">The JSON is no object.</exception>
    public string Render(JsonElement values, Func<int, int>? draw = null) => values.ValueKind == JsonValueKind.Object
        ? Render(new JsonVariables(values), draw)
        : throw new ArgumentException($"A template is rendered with the properties of a JSON object, not with a JSON {values.ValueKind}.", nameof(values));

    private string Render(IVariables values, Func<int, int>? draw)
    {
        var state = new RenderState(_environment, draw);
        try
        {
            var context = new Context(_environment, values);
            var frame = new Frame(state, context, _function.SlotCount);
            _self?.Set(frame, new SelfReference(_blocks, context));
            _entry.Enter(frame);
            foreach (var statement in _body)
            {
                state.Step();
                statement.Execute(frame);
            }
            return state.Output.Take();
        }
        catch (TemplateException exception)
        {
            exception.At(TemplateStage.Render, state.Line);
            throw;
        }
        catch (InsufficientExecutionStackException exception)
        {
            throw new TemplateException(TemplateErrorKind.Limit, "values or calls nest too deep", TemplateStage.Render, state.Line, exception);
        }
        finally
        {
            state.Release();
        }
    }
}
