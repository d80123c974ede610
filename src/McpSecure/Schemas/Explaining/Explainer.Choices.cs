using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Schemas.Evaluation;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Explaining;

/// <content><c>anyOf</c>, <c>oneOf</c>, and what no subschema evaluates.</content>
internal sealed partial class Explainer
{
    private const int MostDescribed = 5;

    private void ExplainChoice(Choice? choice, string keyword, in Instance instance)
    {
        if (choice is null || _errors.IsFull)
        {
            return;
        }

        var valid = 0;
        foreach (var node in choice.For(instance.Kind))
        {
            valid += Evaluator.Apply(node, instance, default, ref _run) ? 1 : 0;
        }

        if (valid > 1 && keyword is "oneOf")
        {
            Add(keyword, string.Create(CultureInfo.InvariantCulture, $"exactly one of {choice.All.Length} alternatives"), $"{Wording.Count(valid, "of them")[..^1]} fit");
        }
        else if (valid == 0)
        {
            ExplainAlternatives(choice, keyword, instance);
        }
    }

    private void ExplainAlternatives(Choice choice, string keyword, in Instance instance)
    {
        var candidates = choice.For(instance.Kind);
        if (candidates.Length == 0)
        {
            Add(keyword, Wording.TypesOf(choice.All.Aggregate(JsonTypes.None, (types, node) => types | node.Types)), Wording.KindOf(instance.Kind));
            return;
        }

        if (candidates.Length == 1 || instance.Kind is JsonValueKind.Object or JsonValueKind.Array)
        {
            var (best, before) = (Best(candidates, instance), _found);
            Explain(best, instance);
            if (_found > before)
            {
                return;
            }
        }

        Add(keyword, string.Join(", or ", candidates.ToArray().Take(MostDescribed).Select(Wording.Describe)), Wording.KindOf(instance.Kind));
    }

    // The one that its constant fields name; else the one with most of its required fields, and fewest of others.
    private static SchemaNode Best(ReadOnlySpan<SchemaNode> candidates, in Instance instance)
    {
        var (best, most) = (candidates[0], int.MinValue);
        foreach (var candidate in candidates)
        {
            var score = ScoreOf(candidate, instance);
            if (score > most)
            {
                (best, most) = (candidate, score);
            }
        }

        return best;
    }

    private static int ScoreOf(SchemaNode node, in Instance instance)
    {
        const int Named = 1_000;
        while (node is { Objects: null, Applicators.References: [var target] })
        {
            node = target;
        }

        if (node.Objects is not { } rules || instance.Kind != JsonValueKind.Object)
        {
            return 0;
        }

        var score = 0;
        foreach (var (place, value) in MembersOf(rules, instance))
        {
            var rule = place < 0 ? null : rules.Properties[place];
            score += rule is null ? -1 : Bits.Has(rules.Required, place) ? 2 : 1;
            if ((rule?.Node?.Const ?? rule?.Node?.Enum) is { Strings: { } names } && value.ValueKind == JsonValueKind.String)
            {
                score += names.FindRaw(JsonMarshal.GetRawUtf8Value(value)[1..^1]) >= 0 ? Named : -Named;
            }
        }

        return score;
    }

    private static IEnumerable<(int Place, JsonElement Value)> MembersOf(ObjectRules rules, Instance instance) => instance.Members is { } members
        ? members.Select(member => (rules.Names.Find(member.Key), member.Value))
        : instance.Element.EnumerateObject().Select(member => (rules.Names.FindRaw(JsonMarshal.GetRawUtf8PropertyName(member)), member.Value));

    private void ExplainRest(SchemaNode node, SchemaNode rest, in Instance instance)
    {
        var evaluated = new ulong[Bits.Words(instance.Count)];
        if (_errors.IsFull || !Evaluator.ApplyWithoutRest(node, instance, evaluated, ref _run))
        {
            return;
        }

        if (instance.Kind == JsonValueKind.Array)
        {
            ExplainRestOfArray(rest, instance.Element, evaluated);
            return;
        }

        var (index, names) = (0, DeclaredNames.Of(node));
        var members = instance.Members is { } all ? all.Select(member => (member.Key, member.Value)) : instance.Element.EnumerateObject().Select(member => (JsonMembers.NameOf(member), member.Value));
        foreach (var (name, value) in members)
        {
            if (!Bits.Has(evaluated, index++) && !_errors.IsFull)
            {
                var before = _path.Enter(PathBuilder.Safe(name));
                ExplainRestOfObject(rest, names, name, value);
                _path.Leave(before);
            }
        }
    }

    private void ExplainRestOfObject(SchemaNode rest, string[] names, string name, JsonElement value)
    {
        if (rest.DeclaredTypes == JsonTypes.None)
        {
            AddUnknown(names, name, "unevaluatedProperties");
        }
        else
        {
            ExplainChild(rest, value);
        }
    }

    private void ExplainRestOfArray(SchemaNode rest, JsonElement array, ulong[] evaluated)
    {
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            var place = index++;
            if (Bits.Has(evaluated, place) || _errors.IsFull)
            {
                continue;
            }

            var before = _path.Enter(place);
            if (rest.DeclaredTypes == JsonTypes.None)
            {
                Add("unevaluatedItems", "no such item", Wording.KindOf(item.ValueKind));
            }
            else
            {
                ExplainChild(rest, item);
            }

            _path.Leave(before);
        }
    }
}
