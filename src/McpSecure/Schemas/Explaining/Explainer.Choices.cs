using System.Globalization;
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
            var (best, before) = (Best(candidates, instance, out var fit), _found);
            if (!ExplainTag(candidates, best, fit, instance))
            {
                Explain(best, instance);
            }

            if (_found > before)
            {
                return;
            }
        }

        Add(keyword, string.Join(", or ", candidates.ToArray().Take(MostDescribed).Select(Wording.Describe)), Wording.KindOf(instance.Kind));
    }

    private void ExplainRest(SchemaNode node, SchemaNode rest, in Instance instance)
    {
        if (_errors.IsFull)
        {
            return;
        }

        var evaluated = new ulong[Bits.Words(instance.Count)];
        var fits = Evaluator.ApplyWithoutRest(node, instance, evaluated, ref _run);
        if (instance.Kind == JsonValueKind.Object)
        {
            ExplainRestOfMembers(node, rest, instance, fits ? evaluated : null);
        }
        else if (fits)
        {
            ExplainRestOfArray(rest, instance.Element, evaluated);
        }
    }

    /// <param name="node">The schema.</param>
    /// <param name="rest">What it says of the other members.</param>
    /// <param name="instance">The object.</param>
    /// <param name="evaluated">The members that something evaluates; <see langword="null"/> if something else is wrong, so that nothing does.</param>
    private void ExplainRestOfMembers(SchemaNode node, SchemaNode rest, in Instance instance, ulong[]? evaluated)
    {
        var declared = Names(node, instance);
        if (evaluated is null && (declared.IsOpen || rest.DeclaredTypes != JsonTypes.None))
        {
            return;
        }

        var left = LeftOf(instance, evaluated);
        var names = declared.Names.ToArray();
        var isMeant = left.Count > 0 && evaluated is not null && ExplainMeant(node, instance);
        foreach (var (name, value) in left)
        {
            if (!_errors.IsFull && !((isMeant || evaluated is null) && declared.Names.Contains(name)))
            {
                var before = _path.Enter(PathBuilder.Safe(name));
                ExplainRestOfObject(rest, names, name, value);
                _path.Leave(before);
            }
        }
    }

    private static List<(string Name, JsonElement Value)> LeftOf(Instance instance, ulong[]? evaluated)
    {
        var members = instance.Members is { } all
            ? all.Select(member => (member.Key, member.Value))
            : instance.Element.EnumerateObject().Select(member => (JsonMembers.NameOf(member), member.Value));
        return [.. members.Where((_, index) => evaluated is null || !Bits.Has(evaluated, index))];
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
