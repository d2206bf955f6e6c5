using System.Runtime.CompilerServices;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Binding;

/// <summary>Where a variable lies, seen from a piece of running code.</summary>
/// <param name="Levels">How many pieces of code outwards.</param>
/// <param name="Slot">Its slot there.</param>
internal readonly record struct VariableReference(int Levels, int Slot)
{
    /// <summary>Its value, or <see cref="Missing"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public object? Get(Frame frame) => Levels == 0 ? frame.Slots[Slot] : frame.Up(Levels).Slots[Slot];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(Frame frame, object? value) => (Levels == 0 ? frame : frame.Up(Levels)).Slots[Slot] = value;
}

/// <summary>Sets up and clears the variables of a scope.</summary>
internal sealed class ScopeEntry
{
    private readonly (VariableReference Target, LoadKind Kind, string Name, VariableReference Source)[] _loads;

    private ScopeEntry((VariableReference, LoadKind, string, VariableReference)[] loads) => _loads = loads;

    /// <summary>The entry of a scope whose names are all known.</summary>
    public static ScopeEntry Of(BindingScope scope)
    {
        var loads = new List<(VariableReference, LoadKind, string, VariableReference)>();
        foreach (var (variable, load) in scope.Symbols.Loads)
        {
            loads.Add((scope.Reference(variable), load.Kind, variable.Name, load.Source is null ? default : scope.Reference(load.Source)));
            if (load.Kind == LoadKind.Resolve && ReferenceEquals(scope.Template.Environment.FindGlobal(variable.Name), Missing.Value))
                scope.Template.Undeclared.Add(variable.Name);
        }
        return new ScopeEntry([.. loads]);
    }

    public void Enter(Frame frame)
    {
        foreach (var (target, kind, name, source) in _loads)
        {
            switch (kind)
            {
                case LoadKind.Resolve: target.Set(frame, frame.Context.Resolve(name)); break;
                case LoadKind.Alias: target.Set(frame, source.Get(frame)); break;
                case LoadKind.Undefined: target.Set(frame, Missing.Value); break;
            }
        }
    }

    /// <summary>Code that outlives the scope must not see its variables.</summary>
    public void Leave(Frame frame)
    {
        foreach (var (target, _, _, _) in _loads)
            target.Set(frame, Missing.Value);
    }
}
