using McpSecure.Policy.Rules;
using McpSecure.Redaction;

namespace McpSecure.Inventory;

/// <summary>Where the arguments that somebody declared to be secrets are, as paths.</summary>
internal static class SensitivePlaces
{
    /// <summary>A schema can refer to itself, and attributes to types that hold themselves: there is no last place.</summary>
    private const int MostSteps = 8;
    private const int Most = 50;

    public static string[] Of(RedactionPlan plan) =>
    [
        .. new[] { plan.Root.Schema, plan.Root.Author, plan.Root.Operator }
            .OfType<RedactionNode>()
            .SelectMany(root => Below(root, []).Take(Most))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Take(Most),
    ];

    private static IEnumerable<string> Below(RedactionNode node, string?[] steps)
    {
        if (node.IsSecret)
        {
            return [steps.Length == 0 ? "all of them" : ArgumentPath.Of(steps).Text];
        }

        return !node.HoldsSecret || steps.Length == MostSteps ? [] : Next(node).SelectMany(next => Below(next.Node, [.. steps, next.Step]));
    }

    private static IEnumerable<(string? Step, RedactionNode Node)> Next(RedactionNode node)
    {
        foreach (var (name, member) in node.Members)
        {
            yield return (name, member);
        }

        if (node.Others is { } others)
        {
            yield return ("*", others);
        }

        if (node.Elements is { } elements)
        {
            yield return (null, elements);
        }
    }
}
