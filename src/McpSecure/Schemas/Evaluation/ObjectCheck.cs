using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Evaluation;

/// <summary>Objects and their members, in one pass.</summary>
internal static class ObjectCheck
{
    private const int CostOfMember = 8;

    public static bool IsValid(ObjectRules rules, in Instance instance, Span<ulong> evaluated, ref Run run) => instance.Members is { } members
        ? IsValid(rules, members, evaluated, ref run)
        : IsValid(rules, instance.Element, evaluated, ref run);

    public static bool IsValid(ObjectRules rules, JsonElement value, Span<ulong> evaluated, ref Run run)
    {
        var one = 0UL;
        ulong[]? rented = null;
        var seen = rules.Required.Length <= 1 ? new Span<ulong>(ref one) : Rent(rules.Required.Length, out rented);
        var valid = run.Enter()
            && run.Pay(CostOf(value.GetPropertyCount(), run))
            && AreMembersValid(rules, value, seen, evaluated, ref run)
            && Bits.HasAll(seen, rules.Required)
            && (!rules.HasDependents || AreDependentsValid(rules, new Instance(value), seen, evaluated, ref run));
        Return(rented);
        run.Leave();
        return valid;
    }

    public static bool IsValid(ObjectRules rules, Dictionary<string, JsonElement> members, Span<ulong> evaluated, ref Run run)
    {
        var one = 0UL;
        ulong[]? rented = null;
        var seen = rules.Required.Length <= 1 ? new Span<ulong>(ref one) : Rent(rules.Required.Length, out rented);
        var valid = run.Enter()
            && AreMembersValid(rules, members, seen, evaluated, ref run)
            && Bits.HasAll(seen, rules.Required)
            && (!rules.HasDependents || AreDependentsValid(rules, new Instance(members), seen, evaluated, ref run));
        Return(rented);
        run.Leave();
        return valid;
    }

    /// <summary>What it takes to look at all members, as a length. Where others look at them too, any number of times, it counts in full.</summary>
    public static int CostOf(int count, in Run run) => run.NamesAreChecked ? (int)Math.Min((long)CostOfMember * count, int.MaxValue) : count;

    private static Span<ulong> Rent(int words, out ulong[]? rented)
    {
        rented = ArrayPool<ulong>.Shared.Rent(words);
        rented.AsSpan(0, words).Clear();
        return rented;
    }

    private static void Return(ulong[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }
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

        return count >= rules.Least && count <= rules.Most;
    }

    private static bool AreMembersValid(
        ObjectRules rules, Dictionary<string, JsonElement> members, Span<ulong> seen, Span<ulong> evaluated, ref Run run)
    {
        if (members.Count < rules.Least || members.Count > rules.Most || !run.Pay(CostOf(members.Count, run)))
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
        if (rule.IsSimple && evaluated.IsEmpty)
        {
            var only = rule.Node!;
            return only.Plan == Plan.Kind ? (only.Types & value.ValueKind.ToTypes()) != JsonTypes.None : Evaluator.Visit(only, value, ref run);
        }

        return rule.IsAllowed && IsKnownValidFully(rule, value, index, evaluated, ref run);
    }

    private static bool IsKnownValidFully(PropertyRule rule, JsonElement value, int index, Span<ulong> evaluated, ref Run run)
    {
        var isEvaluated = rule.Node is not null || rule.Others.Length > 0;
        if (isEvaluated)
        {
            Bits.Add(evaluated, index);
        }

        if (rule.Node is { } node && !Evaluator.Visit(node, value, ref run))
        {
            return false;
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
