using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Schemas.Evaluation;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Explaining;

/// <content>Objects and their members.</content>
internal sealed partial class Explainer
{
    private void ExplainObject(SchemaNode node, ObjectRules rules, in Instance instance)
    {
        // Each name is made a string, and a part of a path.
        if (!_run.Pay(instance.Count, Run.PerVisit))
        {
            return;
        }

        Span<ulong> seen = rules.Required.Length <= Bits.OnStack ? stackalloc ulong[rules.Required.Length] : new ulong[rules.Required.Length];
        ExplainMembers(rules, instance, seen);
        ExplainRequired(node, rules.Required, seen, "required", string.Empty);
        foreach (var dependent in rules.DependentRequired)
        {
            if (Bits.Has(seen, dependent.Trigger))
            {
                ExplainRequired(node, dependent.Required, seen, dependent.Keyword, $", because '{rules.Names.Names[dependent.Trigger]}' is there");
            }
        }

        foreach (var dependent in rules.DependentSchemas)
        {
            if (Bits.Has(seen, dependent.Trigger))
            {
                Explain(dependent.Node, instance);
            }
        }

        var count = instance.Count;
        if (count < rules.Least)
        {
            Add("minProperties", Wording.AtLeast(rules.Least, "field"), Wording.Count(count, "field"));
        }

        if (count > rules.Most)
        {
            Add("maxProperties", Wording.AtMost(rules.Most, "field"), Wording.Count(count, "field"));
        }
    }

    private void ExplainMembers(ObjectRules rules, in Instance instance, Span<ulong> seen)
    {
        if (instance.Members is { } members)
        {
            foreach (var (name, value) in members)
            {
                ExplainMember(rules, rules.Names.Find(name), name, value, seen);
            }

            return;
        }

        foreach (var member in instance.Element.EnumerateObject())
        {
            if (_errors.IsFull)
            {
                return;
            }

            var raw = JsonMarshal.GetRawUtf8PropertyName(member);
            var place = rules.Names.FindRaw(raw);
            ExplainMember(rules, place, place >= 0 ? rules.Names.Names[place] : JsonText.Decode(raw), member.Value, seen);
        }
    }

    private void ExplainMember(ObjectRules rules, int place, string name, JsonElement value, Span<ulong> seen)
    {
        if (_errors.IsFull)
        {
            return;
        }

        var rule = place >= 0 ? rules.Properties[place] : null;
        var before = _path.Enter(rule is not null ? name : PathBuilder.Safe(name));
        if (rule is not null)
        {
            Bits.Add(seen, place);
            ExplainKnown(rules, rule, name, value);
        }
        else
        {
            ExplainUnknownMember(rules, name, value);
        }

        _path.Leave(before);
    }

    private void ExplainKnown(ObjectRules rules, PropertyRule rule, string name, JsonElement value)
    {
        if (!rule.IsAllowed)
        {
            Add("propertyNames", $"a name that is {Wording.Describe(rules.NameNode!)}", string.Empty);
            return;
        }

        if (rule is { IsDeclared: false, Node.DeclaredTypes: JsonTypes.None })
        {
            AddUnknown(rules.Declared, name, "additionalProperties");
        }
        else if (rule.Node is { } node)
        {
            ExplainChild(node, value);
        }

        foreach (var other in rule.Others)
        {
            ExplainChild(other, value);
        }
    }

    private void ExplainUnknownMember(ObjectRules rules, string name, JsonElement value)
    {
        var text = rules is { NameNode: null, Patterns.Length: 0 } ? [] : JsonText.Encode(name);
        if (rules.NameNode is { } names && !NameCheck.IsValid(names, text, ref _run))
        {
            Add("propertyNames", $"a name that is {Wording.Describe(names)}", string.Empty);
            return;
        }

        var matched = false;
        foreach (var pattern in rules.Patterns)
        {
            if (StringCheck.Matches(pattern.Pattern, text, ref _run))
            {
                matched = true;
                ExplainChild(pattern.Node, value);
            }
        }

        if (matched || rules.Additional is not { } additional)
        {
            return;
        }

        if (additional.DeclaredTypes == JsonTypes.None)
        {
            AddUnknown(rules.Declared, name, "additionalProperties");
        }
        else
        {
            ExplainChild(additional, value);
        }
    }

    private void AddUnknown(string[] declared, string name, string keyword)
    {
        Add(keyword, Wording.Unknown(name, declared), string.Empty);
    }

    private void ExplainRequired(SchemaNode owner, ReadOnlySpan<ulong> required, Span<ulong> seen, string keyword, string why)
    {
        var rules = owner.Objects!;
        for (var place = 0; place < rules.Properties.Length && !_errors.IsFull; place++)
        {
            if (Bits.Has(required, place) && !Bits.Has(seen, place))
            {
                var before = _path.Enter(rules.Names.Names[place]);
                var expected = rules.Properties[place].Node is { } node ? Wording.Describe(node) : ConstantsInChoices(owner, rules.Names.Names[place]) ?? "a value";
                Add(keyword, expected + why, "nothing");
                _path.Leave(before);
            }
        }
    }

    /// <summary>The constants that the alternatives of a subschema give to a member which it only requires.</summary>
    private static string? ConstantsInChoices(SchemaNode node, string name)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        foreach (var choice in (node.Applicators?.AnyOf?.All ?? []).Concat(node.Applicators?.OneOf?.All ?? []))
        {
            if (ObjectsOf(choice) is { } rules && rules.Names.Find(name) is >= 0 and var place)
            {
                all.UnionWith(ConstantsOf(rules, place)?.Display ?? []);
            }
        }

        return all.Count == 0 ? null : Wording.OneOf([.. all], all.Count);
    }

    /// <summary>Adds the names that an object has twice; <see langword="false"/> if there are none.</summary>
    private bool AddDuplicates(JsonElement value)
    {
        if (DuplicateNames.AreDifferent(value, ref _run) || _run.IsExhausted)
        {
            return false;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            var name = JsonMembers.NameOf(member);
            if (!names.Add(name) && !_errors.IsFull)
            {
                var before = _path.Enter(PathBuilder.Safe(name));
                Add("duplicate", "each field once", "the same field again");
                _path.Leave(before);
            }
        }

        return true;
    }

    /// <summary>Looks for names that are there twice where the schema says nothing.</summary>
    private void ExplainUnknown(SchemaNode node, JsonElement value)
    {
        if (_found > 0 || value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) || DuplicateNames.AreAbsent(value, ref _run))
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Object && AddDuplicates(value))
        {
            return;
        }

        var index = 0;
        foreach (var item in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default)
        {
            var before = _path.Enter(index++);
            ExplainUnknown(node, item);
            _path.Leave(before);
        }

        foreach (var member in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default)
        {
            var before = _path.Enter(PathBuilder.Safe(JsonMembers.NameOf(member)));
            ExplainUnknown(node, member.Value);
            _path.Leave(before);
        }
    }
}
