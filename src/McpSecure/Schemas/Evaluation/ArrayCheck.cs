using System.Text.Json;

namespace McpSecure.Schemas.Evaluation;

/// <summary>Arrays and their items.</summary>
internal static class ArrayCheck
{
    private const int CostOfKind = 2;
    private const int CostOfValue = 5;
    private const int CostOfContained = 8;

    public static bool IsValid(ArrayRules rules, JsonElement array, Span<ulong> evaluated, ref Run run)
    {
        var length = array.GetArrayLength();
        if (length < rules.Least || length > rules.Most || !run.Pay(CostOf(rules, length)) || !run.Enter())
        {
            return false;
        }

        var valid = AreItemsValid(rules, array, evaluated, ref run)
            && (rules.Contains is null || ContainsEnough(rules, array, evaluated, ref run))
            && (!rules.AreUnique || UniqueItems.AreUnique(array, ref run));
        run.Leave();
        return valid;
    }

    /// <summary>What it takes to look at all items, as a length: to look at a value takes longer than to look at its kind.</summary>
    public static int CostOf(ArrayRules rules, int length)
    {
        var perItem = (rules.Items is { Plan: Plan.Kind } ? CostOfKind : CostOfValue) + (rules.Contains is null ? 0 : CostOfContained);
        return (int)Math.Min((long)perItem * length, int.MaxValue);
    }

    /// <summary>How many items match <c>contains</c>.</summary>
    public static int CountContained(ArrayRules rules, JsonElement array, Span<ulong> evaluated, ref Run run)
    {
        var (index, count) = (0, 0);
        foreach (var item in array.EnumerateArray())
        {
            if (Evaluator.Visit(rules.Contains!, item, ref run))
            {
                count++;
                if (rules.ContainsEvaluates)
                {
                    Bits.Add(evaluated, index);
                }
            }

            index++;
        }

        return count;
    }

    private static bool AreItemsValid(ArrayRules rules, JsonElement array, Span<ulong> evaluated, ref Run run)
    {
        var (prefix, items) = (rules.Prefix, rules.Items);
        if (prefix.Length == 0 && items is { Plan: Plan.Kind })
        {
            Bits.AddUpTo(evaluated, array.GetArrayLength());
            return AreOfKind(items.Types, array);
        }

        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            var node = index < prefix.Length ? prefix[index] : items;
            if (node is not null)
            {
                Bits.Add(evaluated, index);
            }

            if (!(node is null ? Evaluator.IsUnknownValid(item, ref run) : Evaluator.Visit(node, item, ref run)))
            {
                return false;
            }

            index++;
        }

        return true;
    }

    private static bool AreOfKind(JsonTypes types, JsonElement array)
    {
        foreach (var item in array.EnumerateArray())
        {
            if ((types & item.ValueKind.ToTypes()) == JsonTypes.None)
            {
                return false;
            }
        }

        return true;
    }

    private static bool ContainsEnough(ArrayRules rules, JsonElement array, Span<ulong> evaluated, ref Run run)
    {
        var count = CountContained(rules, array, evaluated, ref run);
        return count >= rules.LeastContained && count <= rules.MostContained && !run.IsExhausted;
    }
}
