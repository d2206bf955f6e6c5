namespace EvalHarness.Core.Templating.Binding;

/// <summary>The slots of one piece of running code.</summary>
internal sealed class FunctionLayout(FunctionLayout? outer)
{
    public FunctionLayout? Outer { get; } = outer;

    /// <summary>How many variables it has.</summary>
    public int SlotCount { get; private set; }

    public int NewSlot() => SlotCount++;

    /// <summary>How many levels outwards another layout lies.</summary>
    public int LevelsTo(FunctionLayout target)
    {
        var levels = 0;
        for (var layout = this; layout != target; layout = layout!.Outer)
            levels++;
        return levels;
    }
}

/// <summary>A variable: a slot of a piece of code.</summary>
internal sealed record Variable(string Name, FunctionLayout Function, int Slot);

/// <summary>What a variable holds when its scope is entered.</summary>
internal enum LoadKind
{
    /// <summary>What the construct itself puts there.</summary>
    Parameter,

    /// <summary>What the context has under the name.</summary>
    Resolve,

    /// <summary>The value of the variable of the same name around.</summary>
    Alias,

    /// <summary>Nothing.</summary>
    Undefined,
}

/// <summary>The initial value of a variable.</summary>
internal readonly record struct Load(LoadKind Kind, Variable? Source = null);

/// <summary>
/// The variables of one scope. Jinja decides before anything runs which scope a name belongs to: a name that is set anywhere in a scope belongs to it
/// from its start, one that is only read belongs to the nearest scope around that knows it, else it is looked up in the context when the scope is entered.
/// </summary>
internal sealed class SymbolTable
{
    private readonly SymbolTable? _outer;
    private readonly SymbolTable? _original;
    private readonly Dictionary<string, Variable> _identities;
    private readonly Dictionary<string, Variable> _variables = [];
    private readonly OrderedDictionary<Variable, Load> _loads = [];
    private readonly HashSet<string> _stored = [];

    public SymbolTable(SymbolTable? outer, FunctionLayout function) => (_outer, Function, _identities) = (outer, function, []);

    // A branch of an if: it sees what is known so far, and notes only what is new in it.
    private SymbolTable(SymbolTable original) =>
        (_outer, _original, Function, _identities) = (original._outer, original, original.Function, original._identities);

    /// <summary>The piece of code whose slots the scope uses.</summary>
    public FunctionLayout Function { get; }

    /// <summary>The variables to set up on entry, in order.</summary>
    public IEnumerable<KeyValuePair<Variable, Load>> Loads => _loads;

    /// <summary>The variable a name stands for here, or null.</summary>
    public Variable? Find(string name) => FindHere(name) ?? _outer?.Find(name);

    /// <summary>A name is read.</summary>
    public void Read(string name)
    {
        if (Find(name) is null)
            Define(name, new Load(LoadKind.Resolve));
    }

    /// <summary>A name is set.</summary>
    public void Store(string name)
    {
        _stored.Add(name);
        if (FindHere(name) is not null)
            return;
        Define(name, _outer?.Find(name) is { } around ? new Load(LoadKind.Alias, around) : new Load(LoadKind.Undefined));
    }

    /// <summary>A name is set by the construct that opens the scope.</summary>
    public Variable Declare(string name)
    {
        _stored.Add(name);
        return Define(name, new Load(LoadKind.Parameter));
    }

    /// <summary>Reads and sets in branches of which one runs: what only some of them set keeps the value from around in the others.</summary>
    public void Branch(params ReadOnlySpan<Action<SymbolTable>> branches)
    {
        var copies = new SymbolTable[branches.Length];
        for (var i = 0; i < branches.Length; i++)
            branches[i](copies[i] = new SymbolTable(this));
        var setInBranches = copies.SelectMany(copy => copy._stored).Where(name => !IsStored(name)).Distinct().ToList();
        foreach (var copy in copies)
        {
            foreach (var (name, variable) in copy._variables)
                _variables[name] = variable;
            foreach (var (variable, load) in copy._loads)
                _loads[variable] = load;
            _stored.UnionWith(copy._stored);
        }
        foreach (var name in setInBranches)
            _loads[FindHere(name)!] = _outer?.Find(name) is { } around ? new Load(LoadKind.Alias, around) : new Load(LoadKind.Resolve);
    }

    /// <summary>The variables set here and around, the innermost of each name: what a scoped block sees.</summary>
    public IReadOnlyDictionary<string, Variable> VisibleStores()
    {
        var visible = new Dictionary<string, Variable>();
        for (var table = this; table is not null; table = table._outer)
            foreach (var name in table._stored)
                if (Find(name) is { } variable)
                    visible.TryAdd(name, variable);
        return visible;
    }

    private Variable? FindHere(string name)
    {
        for (var table = this; table is not null; table = table._original)
            if (table._variables.TryGetValue(name, out var variable))
                return variable;
        return null;
    }

    private bool IsStored(string name)
    {
        for (var table = this; table is not null; table = table._original)
            if (table._stored.Contains(name))
                return true;
        return false;
    }

    private Variable Define(string name, Load load)
    {
        if (!_identities.TryGetValue(name, out var variable))
            _identities[name] = variable = new Variable(name, Function, Function.NewSlot());
        _variables[name] = variable;
        _loads[variable] = load;
        return variable;
    }
}
