using McpSecure.Policy.Rules;
using McpSecure.Redaction;

namespace McpSecure.Inventory;

/// <summary>Where the arguments that somebody declared to be secrets are, as paths.</summary>
internal static class SensitivePlaces
{
    /// <summary>A schema can refer to itself, and attributes to types that hold themselves: there is no last place.</summary>
    private const int MostSteps = 8;
    private const int Most = 50;
    private const int MostVisits = 5000;

    public static string[] Of(RedactionPlan plan) =>
    [
        .. new[] { plan.Root.Schema, plan.Root.Author, plan.Root.Operator }
            .OfType<RedactionNode>()
            .SelectMany(Below)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Take(Most),
    ];

    /// <summary>The nearest first, so that the visits do not end in the depth of one branch.</summary>
    private static List<string> Below(RedactionNode root)
    {
        var found = new List<string>();
        var next = new Queue<(RedactionNode Node, string?[] Steps)>([(root, [])]);
        for (var visit = 0; visit < MostVisits && found.Count < Most && next.TryDequeue(out var place); visit++)
        {
            if (place.Node.IsSecret)
            {
                found.Add(place.Steps.Length == 0 ? "all of them" : ArgumentPath.Of(place.Steps).Text);
            }
            else if (place.Node.HoldsSecret && place.Steps.Length < MostSteps)
            {
                foreach (var (step, node) in Next(place.Node))
                {
                    next.Enqueue((node, [.. place.Steps, step]));
                }
            }
        }

        return found;
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
