namespace McpSecure.Redaction;

/// <summary>Where in the arguments of one tool secrets are. Made once for each.</summary>
internal sealed class RedactionPlan
{
    private RedactionPlan(RedactionPlace root) => Root = root;

    /// <summary>Gets a plan that knows of no place: names and shapes still tell.</summary>
    public static RedactionPlan None { get; } = new(default(RedactionPlace));

    /// <summary>Gets the place of the arguments as a whole.</summary>
    public RedactionPlace Root { get; }

    /// <summary>Makes a plan.</summary>
    /// <param name="paths">Places, as names from the outside in; <see langword="null"/> stands for every element.</param>
    /// <param name="schema">What the schema says, marked.</param>
    /// <param name="author">What attributes say, marked.</param>
    public static RedactionPlan Of(IEnumerable<IReadOnlyList<string?>> paths, RedactionNode? schema = null, RedactionNode? author = null)
    {
        var nodes = new List<RedactionNode>();
        var root = Node(nodes);
        foreach (var path in paths)
        {
            var node = root;
            foreach (var step in path)
            {
                node = Under(node, step, nodes);
            }

            node.IsSecret = true;
        }

        RedactionNode.Mark(nodes);
        return new(new RedactionPlace(Telling(schema), Telling(author), Telling(root)));
    }

    private static RedactionNode? Telling(RedactionNode? root) => root is { HoldsSecret: true } ? root : null;

    private static RedactionNode Under(RedactionNode node, string? step, List<RedactionNode> nodes)
    {
        if (step is null)
        {
            return node.Elements ??= Node(nodes);
        }

        if (!node.Members.TryGetValue(step, out var member))
        {
            node.Set(step, member = Node(nodes));
        }

        return member;
    }

    private static RedactionNode Node(List<RedactionNode> nodes)
    {
        var node = new RedactionNode();
        nodes.Add(node);
        return node;
    }
}
