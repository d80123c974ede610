using System.Text.Json;
using McpSecure.Schemas.Evaluation;

namespace McpSecure.Schemas.Explaining;

/// <content>Arrays and their items.</content>
internal sealed partial class Explainer
{
    private void ExplainArray(ArrayRules rules, JsonElement array)
    {
        var length = array.GetArrayLength();
        if (!_run.Pay(ArrayCheck.CostOf(rules, length)))
        {
            return;
        }

        if (length < rules.Least)
        {
            Add("minItems", Wording.AtLeast(rules.Least, "item"), Wording.Count(length, "item"));
        }

        if (length > rules.Most)
        {
            Add("maxItems", Wording.AtMost(rules.Most, "item"), Wording.Count(length, "item"));
        }

        ExplainItems(rules, array, length);
        if (rules.Contains is { } contains)
        {
            ExplainContains(rules, contains, array);
        }

        if (rules.AreUnique && !UniqueItems.AreUnique(array, ref _run) && !_run.IsExhausted)
        {
            Add("uniqueItems", "items that all differ", "equal items");
        }
    }

    private void ExplainItems(ArrayRules rules, JsonElement array, int length)
    {
        var prefix = rules.Prefix;
        if (rules.Items is { DeclaredTypes: JsonTypes.None } && length > prefix.Length)
        {
            Add(rules.ItemsKeyword, Wording.AtMost(prefix.Length, "item"), Wording.Count(length, "item"));
        }

        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            var place = index++;
            var node = place < prefix.Length ? prefix[place] : rules.Items;
            if (_errors.IsFull || node is null || (place >= prefix.Length && node.DeclaredTypes == JsonTypes.None))
            {
                break;
            }

            if (!Evaluator.Visit(node, item, ref _run))
            {
                var before = _path.Enter(place);
                ExplainInvalid(node, item);
                _path.Leave(before);
            }
        }
    }

    private void ExplainContains(ArrayRules rules, SchemaNode contains, JsonElement array)
    {
        var count = ArrayCheck.CountContained(rules, array, default, ref _run);
        if (count < rules.LeastContained)
        {
            Add(rules.LeastContained == 1 ? "contains" : "minContains", $"{Wording.AtLeast(rules.LeastContained, "item")} that is {Wording.Describe(contains)}", Wording.Count(count, "such item"));
        }
        else if (count > rules.MostContained)
        {
            Add("maxContains", $"{Wording.AtMost(rules.MostContained, "item")} that is {Wording.Describe(contains)}", Wording.Count(count, "such item"));
        }
    }
}
