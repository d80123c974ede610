using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Evaluation;

/// <summary>Says whether a value is valid, and nothing else: as fast as it can, and without allocating.</summary>
internal static class Evaluator
{
    /// <summary>Looks at a value that no other subschema has looked at for duplicate names.</summary>
    public static bool Visit(SchemaNode node, JsonElement value, ref Run run)
    {
        var kind = value.ValueKind;
        if ((node.Types & kind.ToTypes()) == JsonTypes.None)
        {
            return false;
        }

        return node.Plan switch
        {
            Plan.Kind => true,
            Plan.Single => IsSingleValid(node, value, kind, ref run),
            Plan.Reference => Visit(node.Target!, value, ref run),
            Plan.Choice => VisitChoice(node, value, kind, ref run),
            _ => VisitComposite(node, value, ref run),
        };
    }

    /// <summary>Looks at an object whose members have different names, because a dictionary holds them.</summary>
    public static bool Visit(SchemaNode node, Dictionary<string, JsonElement> members, ref Run run)
    {
        if ((node.Types & JsonTypes.Object) == JsonTypes.None)
        {
            return false;
        }

        if (node.Plan == Plan.Reference)
        {
            return Visit(node.Target!, members, ref run);
        }

        if (node.Plan == Plan.Single)
        {
            return node.Objects is { } rules
                ? ObjectCheck.IsValid(rules, members, default, ref run)
                : AreUnknownValid(members, ref run);
        }

        if (!run.NamesAreChecked && !AreUnknownValid(members, ref run))
        {
            return false;
        }

        run.NamesAreChecked = true;
        return Apply(node, new Instance(members), default, ref run);
    }

    /// <summary>Looks at a value that others look at as well. Names are not compared again.</summary>
    /// <param name="node">The subschema.</param>
    /// <param name="instance">The value.</param>
    /// <param name="evaluated">Takes the places of the members or items that were evaluated, if anybody wants to know.</param>
    /// <param name="run">The budget.</param>
    public static bool Apply(SchemaNode node, in Instance instance, Span<ulong> evaluated, ref Run run)
    {
        var kind = instance.Kind;
        if ((node.Types & kind.ToTypes()) == JsonTypes.None || !run.Pay() || !run.Continue())
        {
            return false;
        }

        if (node.Plan == Plan.Reference)
        {
            return Apply(node.Target!, instance, evaluated, ref run);
        }

        return node.Applicators is { } applicators && Unevaluated.NodeFor(applicators, kind) is not null
            ? Unevaluated.Apply(node, instance, evaluated, ref run)
            : ApplyWithoutRest(node, instance, evaluated, ref run);
    }

    /// <summary>As <see cref="Apply"/>, but without what is said of members and items that nothing evaluates.</summary>
    public static bool ApplyWithoutRest(SchemaNode node, in Instance instance, Span<ulong> evaluated, ref Run run) =>
        IsOwnValid(node, instance, evaluated, ref run)
        && (node.Applicators is not { } applicators || InPlace.AreValid(applicators, instance, evaluated, ref run));

    /// <summary>A value of which the schema says nothing.</summary>
    public static bool IsUnknownValid(JsonElement value, ref Run run) =>
        run.NamesAreChecked || value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) || DuplicateNames.AreAbsent(value, ref run);

    private static bool VisitChoice(SchemaNode node, JsonElement value, JsonValueKind kind, ref Run run)
    {
        var choice = (node.Applicators!.AnyOf ?? node.Applicators.OneOf)!;
        var candidates = choice.For(kind);
        if (candidates.Length == 1)
        {
            return run.Pay() && Visit(candidates[0], value, ref run);
        }

        if (kind == JsonValueKind.Object && choice.Discriminator is { } discriminator && discriminator.TryFind(value, out var named))
        {
            return named is not null && run.Pay() && Visit(named, value, ref run);
        }

        if (kind == JsonValueKind.Object && choice.MemberDiscriminator is { } members)
        {
            return run.Pay(value.GetPropertyCount()) && members.Find(value) is { } only && Visit(only, value, ref run);
        }

        return VisitComposite(node, value, ref run);
    }

    private static bool VisitComposite(SchemaNode node, JsonElement value, ref Run run)
    {
        if (run.NamesAreChecked || value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            return Apply(node, new Instance(value), default, ref run);
        }

        if (!DuplicateNames.AreAbsent(value, ref run))
        {
            return false;
        }

        run.NamesAreChecked = true;
        var valid = Apply(node, new Instance(value), default, ref run);
        run.NamesAreChecked = false;
        return valid;
    }

    private static bool IsSingleValid(SchemaNode node, JsonElement value, JsonValueKind kind, ref Run run) => kind switch
    {
        JsonValueKind.String => !node.ChecksStrings || StringCheck.IsValidRaw(node, JsonMarshal.GetRawUtf8Value(value)[1..^1], ref run),
        JsonValueKind.Number => !node.ChecksNumbers || NumberCheck.IsValid(node, JsonMarshal.GetRawUtf8Value(value), ref run),
        JsonValueKind.Object when node.Objects is { } rules => ObjectCheck.IsValid(rules, value, default, ref run),
        JsonValueKind.Array when node.Arrays is { } rules => ArrayCheck.IsValid(rules, value, default, ref run),
        _ => IsUnknownValid(value, ref run),
    };

    private static bool IsOwnValid(SchemaNode node, in Instance instance, Span<ulong> evaluated, ref Run run)
    {
        var kind = instance.Kind;
        if (kind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            return IsSingleValid(node, instance.Element, kind, ref run);
        }

        if ((node.Enum is { } values && !values.HasContainer(instance, ref run)) || (node.Const is { } one && !one.HasContainer(instance, ref run)))
        {
            return false;
        }

        return kind == JsonValueKind.Object
            ? node.Objects is null || ObjectCheck.IsValid(node.Objects, instance, evaluated, ref run)
            : node.Arrays is null || ArrayCheck.IsValid(node.Arrays, instance.Element, evaluated, ref run);
    }

    private static bool AreUnknownValid(Dictionary<string, JsonElement> members, ref Run run)
    {
        foreach (var (_, value) in members)
        {
            if (!IsUnknownValid(value, ref run))
            {
                return false;
            }
        }

        return true;
    }
}
