using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Schemas.Evaluation;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Explaining;

/// <content>Which of several subschemas an object was meant for: the one whose constants it has.</content>
internal sealed partial class Explainer
{
    /// <summary>The one with most of the constants; of those, the one with most of its required fields, and fewest of others.</summary>
    private static SchemaNode Best(ReadOnlySpan<SchemaNode> candidates, in Instance instance, out (int Constants, int Fields) fit)
    {
        var tags = TagsOf(candidates);
        var best = candidates[0];
        fit = (int.MinValue, 0);
        foreach (var candidate in candidates)
        {
            var own = FitOf(candidate, tags, instance);
            if (own.CompareTo(fit) > 0)
            {
                (best, fit) = (candidate, own);
            }
        }

        return best;
    }

    /// <summary>The names to which any of them gives a constant.</summary>
    private static HashSet<string> TagsOf(ReadOnlySpan<SchemaNode> candidates)
    {
        var tags = new HashSet<string>(StringComparer.Ordinal);
        foreach (var candidate in candidates)
        {
            if (ObjectsOf(candidate) is { } rules)
            {
                tags.UnionWith(rules.Declared.Where(name => Resolved(rules.Properties[rules.Names.Find(name)].Node)?.Const is not null));
            }
        }

        return tags;
    }

    /// <summary>
    /// How many members have the constant that the subschema gives them, less those that have another one; and how many it knows, required ones
    /// twice, less those that it does not know.
    /// </summary>
    private static (int Constants, int Fields) FitOf(SchemaNode node, HashSet<string> tags, in Instance instance)
    {
        if (instance.Kind != JsonValueKind.Object || ObjectsOf(node) is not { } rules)
        {
            return default;
        }

        var (constants, fields) = (0, 0);
        foreach (var (name, value) in MembersOf(instance))
        {
            var place = rules.Names.Find(name);
            fields += place < 0 ? -1 : Bits.Has(rules.Required, place) ? 2 : 1;
            if (place >= 0 && ConstantsOf(rules, place) is { } values)
            {
                constants += Has(values, value) ? 1 : -1;
            }
            else if (place < 0 && tags.Contains(name))
            {
                constants--;
            }
        }

        return (constants, fields);
    }

    /// <summary>
    /// Explains a member whose constant would tell which of them was meant, and which has the constant of none; <see langword="false"/> if
    /// there is no such member.
    /// </summary>
    private bool ExplainTag(ReadOnlySpan<SchemaNode> candidates, SchemaNode best, (int Constants, int Fields) fit, in Instance instance)
    {
        if (instance.Kind != JsonValueKind.Object || ObjectsOf(best) is not { } rules)
        {
            return false;
        }

        var tags = TagsOf(candidates);
        foreach (var (name, value) in MembersOf(instance))
        {
            var place = rules.Names.Find(name);
            if (place < 0 || ConstantsOf(rules, place) is not { } own || Has(own, value))
            {
                continue;
            }

            var all = new HashSet<string>(StringComparer.Ordinal);
            foreach (var candidate in candidates)
            {
                var other = ObjectsOf(candidate);
                var isAsGood = other is not null && FitOf(candidate, tags, instance).Constants == fit.Constants;
                all.UnionWith(isAsGood && other!.Names.Find(name) is >= 0 and var there ? ConstantsOf(other, there)?.Display ?? [] : []);
            }

            if (all.Count > own.Display.Length)
            {
                var before = _path.Enter(name);
                Add("enum", Wording.OneOf([.. all], all.Count), value.ValueKind == JsonValueKind.String ? "another string" : Wording.KindOf(value.ValueKind));
                _path.Leave(before);
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Explains the subschema that an object was meant for, if others let it through that were not; <see langword="false"/> if there is none.
    /// </summary>
    private bool ExplainMeant(SchemaNode node, in Instance instance)
    {
        var before = _found;
        if (node.Applicators is { } applicators)
        {
            foreach (var inner in applicators.References.Concat(applicators.AllOf))
            {
                if (_run.Pay())
                {
                    ExplainMeant(inner, instance);
                }
            }

            ExplainMeant(applicators.AnyOf, "anyOf", instance);
            ExplainMeant(applicators.OneOf, "oneOf", instance);
        }

        return _found > before;
    }

    private void ExplainMeant(Choice? choice, string keyword, in Instance instance)
    {
        if (choice is null || choice.For(instance.Kind) is not { Length: > 0 } candidates)
        {
            return;
        }

        var best = Best(candidates, instance, out var fit);
        if (fit.Constants < 0 || (fit.Constants > 0 && !Evaluator.Apply(best, instance, default, ref _run)))
        {
            ExplainAlternatives(choice, keyword, instance);
        }
    }

    /// <summary>The names that a subschema, and those that look at the same value, declare: of several, those that the value was meant for.</summary>
    private DeclaredNames Names(SchemaNode node, in Instance instance)
    {
        var declared = new DeclaredNames();
        Collect(node, declared, instance);
        return declared;
    }

    private void Collect(SchemaNode node, DeclaredNames declared, in Instance instance)
    {
        if (!declared.Add(node) || node.Applicators is not { } applicators)
        {
            return;
        }

        foreach (var inner in applicators.References.Concat(applicators.AllOf))
        {
            Collect(inner, declared, instance);
        }

        foreach (var choice in (Choice?[])[applicators.AnyOf, applicators.OneOf])
        {
            foreach (var inner in choice is null ? [] : ChosenOf(choice, instance))
            {
                Collect(inner, declared, instance);
            }
        }
    }

    private List<SchemaNode> ChosenOf(Choice choice, in Instance instance)
    {
        var candidates = choice.For(instance.Kind).ToArray();
        if (candidates.Length < 2)
        {
            return [.. candidates];
        }

        Best(candidates, instance, out var fit);
        if (fit.Constants < 0)
        {
            return [.. candidates]; // no telling which
        }

        var (meant, valid, tags) = (new List<SchemaNode>(), new List<SchemaNode>(), TagsOf(candidates));
        foreach (var candidate in candidates)
        {
            if (fit.Constants <= 0 || FitOf(candidate, tags, instance).Constants == fit.Constants)
            {
                meant.Add(candidate);
                if (Evaluator.Apply(candidate, instance, default, ref _run))
                {
                    valid.Add(candidate);
                }
            }
        }

        return valid.Count > 0 ? valid : meant;
    }

    private static ObjectRules? ObjectsOf(SchemaNode node)
    {
        while (node is { Objects: null, Applicators.References: [var target] })
        {
            node = target;
        }

        return node.Objects;
    }

    private static SchemaNode? Resolved(SchemaNode? node) => node?.Target ?? node;

    private static EnumRules? ConstantsOf(ObjectRules rules, int place) => Resolved(rules.Properties[place].Node) is { } node ? node.Const ?? node.Enum : null;

    private static bool Has(EnumRules values, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => IsAmong(values, value),
        JsonValueKind.Number => values.HasNumber(JsonMarshal.GetRawUtf8Value(value)),
        JsonValueKind.Object or JsonValueKind.Array => false,
        _ => (values.Types & value.ValueKind.ToTypes()) != JsonTypes.None,
    };

    private static IEnumerable<(string Name, JsonElement Value)> MembersOf(Instance instance) => instance.Members is { } members
        ? members.Select(member => (member.Key, member.Value))
        : instance.Element.EnumerateObject().Select(member => (JsonMembers.NameOf(member), member.Value));
}
