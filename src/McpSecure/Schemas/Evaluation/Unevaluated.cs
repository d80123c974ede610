using System.Buffers;
using System.Text.Json;

namespace McpSecure.Schemas.Evaluation;

/// <summary><c>unevaluatedProperties</c> and <c>unevaluatedItems</c>: what is said of members and items that nothing else looked at.</summary>
internal static class Unevaluated
{
    public static SchemaNode? NodeFor(Applicators applicators, JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => applicators.UnevaluatedProperties,
        JsonValueKind.Array => applicators.UnevaluatedItems,
        _ => null,
    };

    public static bool Apply(SchemaNode node, in Instance instance, Span<ulong> evaluated, ref Run run)
    {
        var count = instance.Count;
        var words = Bits.Words(count);
        ulong[]? rented = null;
        var own = words <= Bits.OnStack ? stackalloc ulong[Bits.OnStack] : rented = ArrayPool<ulong>.Shared.Rent(words);
        own = own[..words];
        own.Clear();
        var valid = run.Pay(words)
            && Evaluator.ApplyWithoutRest(node, instance, own, ref run)
            && IsRestValid(NodeFor(node.Applicators!, instance.Kind)!, instance, own, ref run);
        if (valid)
        {
            Bits.AddUpTo(evaluated, count);
        }

        if (rented is not null)
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }

        return valid;
    }

    private static bool IsRestValid(SchemaNode node, in Instance instance, ReadOnlySpan<ulong> evaluated, ref Run run)
    {
        if (Bits.Count(evaluated) == instance.Count)
        {
            return true;
        }

        if (instance.Members is { } members)
        {
            return IsRestValid(node, members, evaluated, ref run);
        }

        return instance.Kind == JsonValueKind.Object
            ? IsRestOfObjectValid(node, instance.Element, evaluated, ref run)
            : IsRestOfArrayValid(node, instance.Element, evaluated, ref run);
    }

    private static bool IsRestValid(SchemaNode node, Dictionary<string, JsonElement> members, ReadOnlySpan<ulong> evaluated, ref Run run)
    {
        var index = 0;
        foreach (var (_, value) in members)
        {
            if (!Bits.Has(evaluated, index++) && !Evaluator.Visit(node, value, ref run))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsRestOfObjectValid(SchemaNode node, JsonElement value, ReadOnlySpan<ulong> evaluated, ref Run run)
    {
        var index = 0;
        foreach (var member in value.EnumerateObject())
        {
            if (!Bits.Has(evaluated, index++) && !Evaluator.Visit(node, member.Value, ref run))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsRestOfArrayValid(SchemaNode node, JsonElement array, ReadOnlySpan<ulong> evaluated, ref Run run)
    {
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (!Bits.Has(evaluated, index++) && !Evaluator.Visit(node, item, ref run))
            {
                return false;
            }
        }

        return true;
    }
}
