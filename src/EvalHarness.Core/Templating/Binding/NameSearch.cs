using EvalHarness.Core.Templating.Nodes;

namespace EvalHarness.Core.Templating.Binding;

/// <summary>Whether code reads a name that the construct around it may provide (<c>loop</c>, <c>caller</c>, <c>self</c>, …).</summary>
internal static class NameSearch
{
    /// <summary>True if the name is read somewhere, in source order, before it is set. Blocks are not searched.</summary>
    public static bool Reads(IEnumerable<TemplateNode> nodes, string name)
    {
        var isSet = false;
        return Search(nodes, name, ref isSet);
    }

    private static bool Search(IEnumerable<TemplateNode> nodes, string name, ref bool isSet)
    {
        foreach (var node in nodes)
        {
            if (isSet)
                return false;
            switch (node)
            {
                case BlockNode:
                    continue;
                case NameNode read when read.Name == name:
                    return true;
                case NameTarget target when target.Name == name:
                    isSet = true;
                    return false;
            }
            if (Search(node.Children, name, ref isSet))
                return true;
        }
        return false;
    }
}
