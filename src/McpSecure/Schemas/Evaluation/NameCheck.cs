namespace McpSecure.Schemas.Evaluation;

/// <summary>A subschema asked about a name (<c>propertyNames</c>): a string that is no value of the instance.</summary>
internal static class NameCheck
{
    public static bool IsValid(SchemaNode node, ReadOnlySpan<byte> name, ref Run run) =>
        run.Pay()
        && (node.Types & JsonTypes.String) != JsonTypes.None
        && StringCheck.IsValid(node, name, ref run)
        && (node.Applicators is not { } applicators || AreValid(applicators, name, ref run));

    private static bool AreValid(Applicators applicators, ReadOnlySpan<byte> name, ref Run run)
    {
        return run.Continue()
            && All(applicators.References, name, ref run)
            && All(applicators.AllOf, name, ref run)
            && (applicators.AnyOf is null || CountOf(applicators.AnyOf, name, ref run) > 0)
            && (applicators.OneOf is null || CountOf(applicators.OneOf, name, ref run) == 1)
            && (applicators.Not is null || (!IsValid(applicators.Not, name, ref run) && !run.IsExhausted))
            && IsBranchValid(applicators, name, ref run);
    }

    private static bool All(SchemaNode[] nodes, ReadOnlySpan<byte> name, ref Run run)
    {
        foreach (var node in nodes)
        {
            if (!IsValid(node, name, ref run))
            {
                return false;
            }
        }

        return true;
    }

    private static int CountOf(Choice choice, ReadOnlySpan<byte> name, ref Run run)
    {
        var count = 0;
        foreach (var node in choice.All)
        {
            count += IsValid(node, name, ref run) ? 1 : 0;
        }

        return run.IsExhausted ? 0 : count;
    }

    private static bool IsBranchValid(Applicators applicators, ReadOnlySpan<byte> name, ref Run run)
    {
        if (applicators.If is null)
        {
            return true;
        }

        var branch = IsValid(applicators.If, name, ref run) ? applicators.Then : applicators.Else;
        return !run.IsExhausted && (branch is null || IsValid(branch, name, ref run));
    }
}
