using EvalHarness.Core.Templating.Binding;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Nodes;

/// <summary>The code of a macro or call block, with its parameters. The last parameters have the defaults.</summary>
internal sealed class MacroBody(string? name, string[] parameters, Expression[] defaults, Statement[] body, int line)
{
    private FunctionLayout _function = null!;
    private ScopeEntry _entry = null!;
    private VariableReference[] _arguments = null!;
    private VariableReference? _caller;
    private VariableReference? _keywords;
    private VariableReference? _rest;
    private Undefined[] _notProvided = null!;

    /// <summary>Its name; null for the body of a call block.</summary>
    public string? Name { get; } = name;

    public string[] Parameters { get; } = parameters;

    public bool CatchesKeywords => _keywords is not null;

    public bool CatchesRest => _rest is not null;

    /// <summary>Whether <c>caller</c> is read inside.</summary>
    public bool ReadsCaller { get; private set; }

    public bool HasCallerParameter => Array.IndexOf(Parameters, "caller") >= 0;

    public IEnumerable<TemplateNode> Children => [.. Parameters.Select(parameter => new NameTarget(parameter, line, isParameter: true)), .. defaults, .. body];

    /// <summary>Binds it in a scope of its own inside the given one.</summary>
    public void Bind(BindingScope scope)
    {
        _function = new FunctionLayout(scope.Symbols.Function);
        var inner = scope.Inner(_function);
        foreach (var child in Children)
            child.Declare(inner.Symbols);
        BindSpecial(inner);
        _arguments = Array.ConvertAll(Parameters, inner.Reference);
        _notProvided = Array.ConvertAll(Parameters, parameter => Undefined.Because($"parameter '{parameter}' was not provided"));
        foreach (var node in (TemplateNode[])[.. defaults, .. body])
            node.Bind(inner);
        _entry = ScopeEntry.Of(inner);
    }

    /// <summary>Renders the body.</summary>
    /// <param name="outer">The frame it was defined in.</param>
    /// <param name="arguments">A value for each parameter, <see cref="Missing"/> for those not given.</param>
    /// <param name="caller">The body of the call block it is called by.</param>
    /// <param name="keywords">Further keyword arguments.</param>
    /// <param name="rest">Further positional arguments.</param>
    public string Render(Frame outer, object?[] arguments, object? caller, TemplateMap keywords, TemplateTuple rest)
    {
        var state = outer.State;
        var line = state.Line;
        state.Enter();
        var frame = new Frame(outer, _function.SlotCount);
        var output = state.BeginCapture();
        for (var i = 0; i < arguments.Length; i++)
            _arguments[i].Set(frame, arguments[i]);
        _caller?.Set(frame, caller);
        _keywords?.Set(frame, keywords);
        _rest?.Set(frame, rest);
        _entry.Enter(frame);
        SetDefaults(frame);
        foreach (var statement in body)
        {
            state.Step();
            statement.Execute(frame);
        }
        var text = state.EndCapture(output);
        state.Leave();
        state.Line = line;
        return text;
    }

    private void BindSpecial(BindingScope inner)
    {
        ReadsCaller = NameSearch.Reads(body, "caller");
        if (ReadsCaller && Array.IndexOf(Parameters, "caller") is >= 0 and var position)
        {
            if (position < Parameters.Length - defaults.Length)
                throw BindingScope.Error(TemplateErrorKind.Syntax,
                    "When defining macros or call blocks the special \"caller\" argument must be omitted or be given a default.", line);
        }
        else if (ReadsCaller)
        {
            _caller = inner.Reference(inner.Symbols.Declare("caller"));
        }
        if (NameSearch.Reads(body, "kwargs") && Array.IndexOf(Parameters, "kwargs") < 0)
            _keywords = inner.Reference(inner.Symbols.Declare("kwargs"));
        if (NameSearch.Reads(body, "varargs") && Array.IndexOf(Parameters, "varargs") < 0)
            _rest = inner.Reference(inner.Symbols.Declare("varargs"));
    }

    private void SetDefaults(Frame frame)
    {
        for (var i = 0; i < _arguments.Length; i++)
        {
            if (!ReferenceEquals(_arguments[i].Get(frame), Missing.Value))
                continue;
            var index = i - (Parameters.Length - defaults.Length);
            _arguments[i].Set(frame, index < 0 ? _notProvided[i] : defaults[index].Evaluate(frame));
        }
    }
}
