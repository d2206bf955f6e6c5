using EvalHarness.Core.Templating.Binding;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Nodes;

/// <summary><c>block</c>: without inheritance it renders where it stands, seeing the names of the top level only (unless it is scoped).</summary>
internal sealed class BlockNode(string name, bool isScoped, bool isRequired, Statement[] body, int line) : Statement(line)
{
    private readonly FunctionLayout _function = new(null);
    private ScopeEntry _entry = null!;
    private VariableReference? _self;
    private VariableReference? _super;
    private IReadOnlyDictionary<string, BlockNode> _blocks = null!;
    private (string Name, VariableReference Variable)[] _visible = [];

    public string Name { get; } = name;

    public bool IsScoped { get; } = isScoped;

    public override IEnumerable<TemplateNode> Children => body;

    public override void Declare(SymbolTable symbols) { }

    /// <summary>Binds the place where it stands.</summary>
    public override void Bind(BindingScope scope)
    {
        if (IsScoped)
            _visible = [.. scope.Symbols.VisibleStores().Select(pair => (pair.Key, scope.Reference(pair.Value)))];
    }

    /// <summary>Binds the code inside, which is no part of the code around.</summary>
    public void BindBody(TemplateBinding template)
    {
        _blocks = template.Blocks;
        var scope = new BindingScope(template, new SymbolTable(null, _function));
        if (NameSearch.Reads(body, "self"))
            _self = scope.Reference(scope.Symbols.Declare("self"));
        if (NameSearch.Reads(body, "super"))
            _super = scope.Reference(scope.Symbols.Declare("super"));
        foreach (var statement in body)
            statement.Declare(scope.Symbols);
        foreach (var statement in body)
            statement.Bind(scope);
        _entry = ScopeEntry.Of(scope);
    }

    public override Completion Execute(Frame frame)
    {
        frame.State.Line = Line;
        if (isRequired)
            throw Fault.Runtime($"Required block '{Name}' not found");
        RenderIn(IsScoped ? new Context(frame.Context, Locals(frame)) : frame.Context, frame.State);
        return Completion.Normal;
    }

    /// <summary>Renders the code inside.</summary>
    public void RenderIn(Context context, RenderState state)
    {
        state.Enter();
        var frame = new Frame(state, context, _function.SlotCount);
        _self?.Set(frame, new SelfReference(_blocks, context));
        _super?.Set(frame, Undefined.Because($"there is no parent block called '{Name}'."));
        _entry.Enter(frame);
        Run(body, frame);
        state.Leave();
    }

    private Dictionary<string, object?> Locals(Frame frame)
    {
        var locals = new Dictionary<string, object?>();
        foreach (var (name, variable) in _visible)
            if (variable.Get(frame) is var value && !ReferenceEquals(value, Missing.Value))
                locals[name] = value;
        return locals;
    }
}
