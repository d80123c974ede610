using McpSecure.Schemas.Evaluation;

namespace McpSecure.Schemas.Compilation;

/// <summary>Decides how a subschema is evaluated, once everything it applies to the same value is known.</summary>
internal static class NodeFinisher
{
    public static void Finish(SchemaNode node)
    {
        node.Types = node.DeclaredTypes & (node.Enum?.Types ?? JsonTypes.Any) & (node.Const?.Types ?? JsonTypes.Any);
        if (node.Applicators is { } applicators)
        {
            Narrow(node, applicators);
        }

        var listed = node.Enum is not null || node.Const is not null;
        node.ChecksStrings = node.Strings is not null || listed;
        node.ChecksLengthsOnly = !listed && node.Strings is { Pattern: null, Format: null };
        node.ChecksNumbers = node.Numbers is not null || listed || (node.Types & JsonTypes.Number) is not (JsonTypes.Number or JsonTypes.None);
        node.Plan = PlanOf(node, listed);
        if (node.Plan == Plan.Reference)
        {
            // It is finished already, and leads to the end of the way.
            var next = node.Applicators!.References[0];
            node.Target = next.Target ?? next;
        }
    }

    /// <summary>Says what of an object is known beforehand, once all subschemas are finished.</summary>
    public static void FinishObjects(ObjectRules rules, ref Run run)
    {
        // Whoever names a property allows its name, or does not: nobody has to ask again.
        for (var place = 0; rules.NameNode is not null && place < rules.Properties.Length; place++)
        {
            rules.Properties[place].IsAllowed = NameCheck.IsValid(rules.NameNode, Values.JsonText.Encode(rules.Names.Names[place]), ref run);
        }

        foreach (var rule in rules.Properties)
        {
            rule.IsSimple = rule is { IsAllowed: true, Others.Length: 0, Node: not null };
        }

        rules.IsClosed = rules is { Additional.DeclaredTypes: JsonTypes.None, Patterns.Length: 0 };
    }

    private static void Narrow(SchemaNode node, Applicators applicators)
    {
        foreach (var inner in applicators.References.Concat(applicators.AllOf))
        {
            node.Types &= inner.Types;
        }

        foreach (var choice in new[] { applicators.AnyOf, applicators.OneOf }.OfType<Choice>())
        {
            choice.Sort();
            node.Types &= choice.All.Aggregate(JsonTypes.None, (types, inner) => types | inner.Types);
        }
    }

    private static Plan PlanOf(SchemaNode node, bool listed)
    {
        if (node.Applicators is not { } applicators)
        {
            var canBeContainer = (node.Types & JsonTypes.Containers) != JsonTypes.None;
            var isDependent = node.Objects is { DependentSchemas.Length: > 0 };
            return (canBeContainer && listed) || isDependent ? Plan.Composite
                : canBeContainer || ChecksScalars(node) ? Plan.Single
                : Plan.Kind;
        }

        return listed || node is not { Strings: null, Numbers: null, Arrays: null, Objects: null, DeclaredTypes: JsonTypes.Any } ? Plan.Composite
            : IsReference(applicators) ? Plan.Reference
            : IsChoice(applicators) ? Plan.Choice
            : Plan.Composite;
    }

    private static bool ChecksScalars(SchemaNode node) =>
        (node.ChecksStrings && (node.Types & JsonTypes.String) != JsonTypes.None) || (node.ChecksNumbers && (node.Types & JsonTypes.Number) != JsonTypes.None);

    private static bool IsReference(Applicators applicators) =>
        applicators is { References.Length: 1, AllOf.Length: 0, AnyOf: null, OneOf: null, Not: null, If: null, UnevaluatedProperties: null, UnevaluatedItems: null };

    private static bool IsChoice(Applicators applicators) =>
        applicators is { References.Length: 0, AllOf.Length: 0, Not: null, If: null, UnevaluatedProperties: null, UnevaluatedItems: null }
        && (applicators.AnyOf is null) != (applicators.OneOf is null);
}
