namespace EvalHarness.Core.Templating.Runtime;

/// <summary>The variables of one running piece of code (template, macro, block, recursive loop), and those around it.</summary>
internal sealed class Frame
{
    /// <summary>The frame of a template or block.</summary>
    public Frame(RenderState state, Context context, int slots)
    {
        (State, Context, Slots) = (state, context, new object?[slots]);
        Array.Fill(Slots, Values.Missing.Value);
    }

    /// <summary>The frame of code inside other code.</summary>
    public Frame(Frame outer, int slots) : this(outer.State, outer.Context, slots) => Outer = outer;

    public RenderState State { get; }

    /// <summary>Where names are looked up that no code around has set.</summary>
    public Context Context { get; }

    public Frame? Outer { get; }

    public object?[] Slots { get; }

    /// <summary>The frame that lies a number of levels outwards.</summary>
    public Frame Up(int levels)
    {
        var frame = this;
        for (; levels > 0; levels--)
            frame = frame.Outer!;
        return frame;
    }
}
