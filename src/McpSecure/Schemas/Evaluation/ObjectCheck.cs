using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Evaluation;

/// <summary>Objects and their members, in one pass.</summary>
internal static class ObjectCheck
{
    public static bool IsValid(ObjectRules rules, in Instance instance, Span<ulong> evaluated, ref Run run)
    {
        ulong[]? rented = null;
        var words = rules.Required.Length;
        var seen = words <= Bits.OnStack ? stackalloc ulong[Bits.OnStack] : rented = ArrayPool<ulong>.Shared.Rent(words);
        seen.Clear();
        var valid = run.Pay()
            && run.Enter()
            && (instance.Members is { } members
                ? AreMembersValid(rules, members, seen, evaluated, ref run)
                : AreMembersValid(rules, instance.Element, seen, evaluated, ref run))
            && Bits.HasAll(seen, rules.Required)
            && AreDependentsValid(rules, instance, seen, evaluated, ref run);
        if (rented is not null)
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }

        run.Leave();
        return valid;
    }

    private static bool AreMembersValid(ObjectRules rules, JsonElement value, Span<ulong> seen, Span<ulong> evaluated, ref Run run)
    {
        var count = 0;
        var checkNames = !rules.IsClosed && !run.NamesAreChecked;
        foreach (var member in value.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(member);
            var place = rules.Names.FindRaw(name);
            if (place >= 0)
            {
                // The same name twice is refused whatever the schema says.
                if (!Bits.TryAdd(seen, place) || !IsKnownValid(rules.Properties[place], member.Value, count, evaluated, ref run))
                {
                    return false;
                }
            }
            else if (rules.IsClosed)
            {
                return false;
            }
            else
            {
                if (checkNames && !DuplicateNames.AreDifferent(value, ref run))
                {
                    return false;
                }

                checkNames = false;
                if (!UnknownMember.IsValidRaw(rules, name, member.Value, count, evaluated, ref run))
                {
                    return false;
                }
            }

            count++;
        }

        return count >= rules.Least && count <= rules.Most && run.Pay(count);
    }

    private static bool AreMembersValid(
        ObjectRules rules, Dictionary<string, JsonElement> members, Span<ulong> seen, Span<ulong> evaluated, ref Run run)
    {
        if (members.Count < rules.Least || members.Count > rules.Most || !run.Pay(members.Count))
        {
            return false;
        }

        var index = 0;
        foreach (var (name, value) in members)
        {
            var place = rules.Names.Find(name);
            if (place >= 0)
            {
                Bits.Add(seen, place);
                if (!IsKnownValid(rules.Properties[place], value, index, evaluated, ref run))
                {
                    return false;
                }
            }
            else if (rules.IsClosed || !UnknownMember.IsValid(rules, name, value, index, evaluated, ref run))
            {
                return false;
            }

            index++;
        }

        return true;
    }

    private static bool IsKnownValid(PropertyRule rule, JsonElement value, int index, Span<ulong> evaluated, ref Run run)
    {
        if (!rule.IsAllowed)
        {
            return false;
        }

        var isEvaluated = rule.Node is not null || rule.Others.Length > 0;
        if (isEvaluated)
        {
            Bits.Add(evaluated, index);
        }

        if (rule.Node is { } node)
        {
            if (node.Plan == Plan.Kind ? (node.Types & value.ValueKind.ToTypes()) == JsonTypes.None : !Evaluator.Visit(node, value, ref run))
            {
                return false;
            }
        }

        foreach (var other in rule.Others)
        {
            if (!Evaluator.Visit(other, value, ref run))
            {
                return false;
            }
        }

        return isEvaluated || Evaluator.IsUnknownValid(value, ref run);
    }

    private static bool AreDependentsValid(ObjectRules rules, in Instance instance, ReadOnlySpan<ulong> seen, Span<ulong> evaluated, ref Run run)
    {
        foreach (var dependent in rules.DependentRequired)
        {
            if (Bits.Has(seen, dependent.Trigger) && !Bits.HasAll(seen, dependent.Required))
            {
                return false;
            }
        }

        foreach (var dependent in rules.DependentSchemas)
        {
            if (Bits.Has(seen, dependent.Trigger) && !Evaluator.Apply(dependent.Node, instance, evaluated, ref run))
            {
                return false;
            }
        }

        return true;
    }
}
