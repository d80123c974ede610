using System.Buffers;

namespace McpSecure.Schemas.Evaluation;

/// <summary>Keywords that apply subschemas to the value itself: <c>$ref</c>, <c>allOf</c>, <c>anyOf</c>, <c>oneOf</c>, <c>not</c>, <c>if</c>.</summary>
internal static class InPlace
{
    public static bool AreValid(Applicators applicators, in Instance instance, Span<ulong> evaluated, ref Run run) =>
        All(applicators.References, instance, evaluated, ref run)
        && All(applicators.AllOf, instance, evaluated, ref run)
        && (applicators.AnyOf is null || IsAny(applicators.AnyOf, instance, evaluated, ref run))
        && (applicators.OneOf is null || IsOne(applicators.OneOf, instance, evaluated, ref run))
        && (applicators.Not is null || (!Evaluator.Apply(applicators.Not, instance, default, ref run) && !run.IsExhausted))
        && IsBranchValid(applicators, instance, evaluated, ref run);

    private static bool All(SchemaNode[] nodes, in Instance instance, Span<ulong> evaluated, ref Run run)
    {
        foreach (var node in nodes)
        {
            if (!Evaluator.Apply(node, instance, evaluated, ref run))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAny(Choice choice, in Instance instance, Span<ulong> evaluated, ref Run run)
    {
        var any = false;
        foreach (var node in choice.For(instance.Kind))
        {
            any |= Try(node, instance, evaluated, ref run);

            // If somebody wants to know what was evaluated, every subschema that holds has a say.
            if (run.IsExhausted || (any && evaluated.IsEmpty))
            {
                break;
            }
        }

        return any;
    }

    private static bool IsOne(Choice choice, in Instance instance, Span<ulong> evaluated, ref Run run)
    {
        var one = false;
        foreach (var node in choice.For(instance.Kind))
        {
            if (!Try(node, instance, evaluated, ref run))
            {
                continue;
            }

            if (one)
            {
                return false;
            }

            one = true;
        }

        return one;
    }

    private static bool IsBranchValid(Applicators applicators, in Instance instance, Span<ulong> evaluated, ref Run run)
    {
        if (applicators.If is null)
        {
            return true;
        }

        var branch = Try(applicators.If, instance, evaluated, ref run) ? applicators.Then : applicators.Else;
        return branch is null || Evaluator.Apply(branch, instance, evaluated, ref run);
    }

    /// <summary>Applies a subschema that may fail; then it has evaluated nothing.</summary>
    private static bool Try(SchemaNode node, in Instance instance, Span<ulong> evaluated, ref Run run) => evaluated.IsEmpty
        ? Evaluator.Apply(node, instance, default, ref run)
        : TryTracked(node, instance, evaluated, ref run);

    private static bool TryTracked(SchemaNode node, in Instance instance, Span<ulong> evaluated, ref Run run)
    {
        ulong[]? rented = null;
        var own = evaluated.Length <= Bits.OnStack ? stackalloc ulong[Bits.OnStack] : rented = ArrayPool<ulong>.Shared.Rent(evaluated.Length);
        own = own[..evaluated.Length];
        own.Clear();
        var valid = run.Pay(evaluated.Length) && Evaluator.Apply(node, instance, own, ref run);
        if (valid)
        {
            Bits.AddAll(evaluated, own);
        }

        if (rented is not null)
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }

        return valid;
    }
}
