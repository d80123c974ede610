using McpSecure.Schemas.Evaluation;

namespace McpSecure.Schemas.Compilation;

/// <summary>
/// Which subschemas look at the same value as others. A circle would go round for ever; without circles, each subschema is finished after
/// those that it applies.
/// </summary>
internal static class InPlaceGraph
{
    /// <summary>How many subschemas may lead to one another on the same value.</summary>
    private const int LongestChain = 256;

    public static void Finish(SchemaCompiler compiler)
    {
        var heights = new Dictionary<SchemaNode, int>();
        var places = new Lazy<Dictionary<SchemaNode, Place>>(() => compiler.Compiled.ToDictionary(pair => pair.Node, pair => pair.Place));
        foreach (var (node, _) in compiler.Compiled)
        {
            if (IsAlone(node))
            {
                NodeFinisher.Finish(node);
            }
        }

        foreach (var (node, _) in compiler.Compiled)
        {
            Finish(node, heights, (at, message) => compiler.Problems.Add(places.Value[at], string.Empty, message));
        }
    }

    // Depth first, on a stack of its own. A height of 0 says that the subschema is on the way.
    private static void Finish(SchemaNode root, Dictionary<SchemaNode, int> heights, Action<SchemaNode, string> report)
    {
        if (IsAlone(root) || !heights.TryAdd(root, 0))
        {
            return;
        }

        var way = new Stack<(SchemaNode Node, List<SchemaNode> Next, int Index)>();
        way.Push((root, Neighbours(root), 0));
        while (way.TryPop(out var step))
        {
            if (step.Index < step.Next.Count)
            {
                var next = step.Next[step.Index];
                way.Push(step with { Index = step.Index + 1 });
                if (heights.TryAdd(next, 0))
                {
                    way.Push((next, Neighbours(next), 0));
                }
                else if (heights[next] == 0)
                {
                    report(next, "The subschema applies itself to the same value, on and on. Break the circle.");
                }

                continue;
            }

            heights[step.Node] = 1 + step.Next.Select(next => heights[next]).DefaultIfEmpty(0).Max();
            if (heights[step.Node] == LongestChain)
            {
                report(step.Node, $"More than {LongestChain} subschemas lead to one another on the same value. Use fewer.");
            }

            NodeFinisher.Finish(step.Node);
        }
    }

    private static bool IsAlone(SchemaNode node) => node.Applicators is null && node.Objects is not { DependentSchemas.Length: > 0 };

    private static List<SchemaNode> Neighbours(SchemaNode node)
    {
        var neighbours = new List<SchemaNode>();
        if (node.Applicators is { } applicators)
        {
            neighbours.AddRange(applicators.References);
            neighbours.AddRange(applicators.AllOf);
            neighbours.AddRange(applicators.AnyOf?.All ?? []);
            neighbours.AddRange(applicators.OneOf?.All ?? []);
            neighbours.AddRange(new[] { applicators.Not, applicators.If, applicators.Then, applicators.Else }.OfType<SchemaNode>());
        }

        neighbours.AddRange(node.Objects?.DependentSchemas.Select(dependent => dependent.Node) ?? []);
        neighbours.RemoveAll(IsAlone);
        return neighbours;
    }
}
