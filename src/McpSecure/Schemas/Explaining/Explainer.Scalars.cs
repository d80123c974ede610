using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Schemas.Evaluation;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Explaining;

/// <content>Types, enumerations, strings and numbers.</content>
internal sealed partial class Explainer
{
    /// <summary>Explains what the kind of value has to be; <see langword="false"/> if there is nothing more to say.</summary>
    private bool ExplainType(SchemaNode node, in Instance instance)
    {
        var types = instance.Kind.ToTypes();
        if (instance.Kind == JsonValueKind.Number)
        {
            types = new JsonNumber(JsonMarshal.GetRawUtf8Value(instance.Element)).IsInteger ? JsonTypes.Integer : JsonTypes.Fraction;
        }

        if ((node.DeclaredTypes & types) == JsonTypes.None)
        {
            var isFraction = types == JsonTypes.Fraction && (node.DeclaredTypes & JsonTypes.Integer) != JsonTypes.None;
            Add("type", Wording.TypesOf(node.DeclaredTypes), isFraction ? "number with a fraction" : Wording.KindOf(instance.Kind));
            return false;
        }

        return ExplainValues(node.Enum, "enum", instance, types) && ExplainValues(node.Const, "const", instance, types);
    }

    private bool ExplainValues(EnumRules? values, string keyword, in Instance instance, JsonTypes types)
    {
        var isAmong = values is null || instance.Kind switch
        {
            JsonValueKind.String => IsAmong(values, instance.Element),
            JsonValueKind.Number => values.HasNumber(JsonMarshal.GetRawUtf8Value(instance.Element)),
            JsonValueKind.Object or JsonValueKind.Array => values.HasContainer(instance, ref _run),
            _ => (values.Types & types) != JsonTypes.None,
        };
        if (!isAmong)
        {
            Add(keyword, Wording.OneOf(values!), instance.Kind == JsonValueKind.String ? "another string" : Wording.KindOf(instance.Kind));
        }

        return isAmong;
    }

    private static bool IsAmong(EnumRules values, JsonElement text) =>
        values.Strings?.FindRaw(JsonMarshal.GetRawUtf8Value(text)[1..^1]) >= 0;

    private void ExplainString(SchemaNode node, JsonElement value)
    {
        if (node.Strings is not { } rules)
        {
            return;
        }

        var raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        var text = raw.ToArray();
        ExplainString(rules, text.AsSpan(0, JsonText.IsEscaped(raw) ? JsonText.Unescape(raw, text) : raw.Length));
    }

    private void ExplainString(StringRules rules, ReadOnlySpan<byte> text)
    {
        if (!StringCheck.IsLongEnough(rules, text))
        {
            Add("minLength", Wording.AtLeast(rules.Least, "character"), Wording.Count(JsonText.Count(text), "character"));
        }

        if (!StringCheck.IsShortEnough(rules, text))
        {
            Add("maxLength", Wording.AtMost(rules.Most, "character"), Wording.Count(JsonText.Count(text), "character"));
        }

        if (!StringCheck.Matches(rules, text, ref _run))
        {
            Add("pattern", "a string matching " + rules.PatternText, "string of " + Wording.Count(JsonText.Count(text), "character"));
        }

        if (!StringCheck.HasFormat(rules, text, ref _run))
        {
            Add("format", Wording.Format(rules.FormatName!), "string of " + Wording.Count(JsonText.Count(text), "character"));
        }
    }

    private void ExplainNumber(SchemaNode node, JsonElement value)
    {
        if (node.Numbers is not { } rules)
        {
            return;
        }

        var number = new JsonNumber(JsonMarshal.GetRawUtf8Value(value));
        if (!NumberCheck.IsAtLeast(rules.Minimum, number, orEqual: true))
        {
            Add("minimum", Wording.Number("at least", rules.Minimum!), "a smaller number");
        }

        if (!NumberCheck.IsAtLeast(rules.ExclusiveMinimum, number, orEqual: false))
        {
            Add("exclusiveMinimum", Wording.Number("more than", rules.ExclusiveMinimum!), "a smaller or equal number");
        }

        if (!NumberCheck.IsAtMost(rules.Maximum, number, orEqual: true))
        {
            Add("maximum", Wording.Number("at most", rules.Maximum!), "a greater number");
        }

        if (!NumberCheck.IsAtMost(rules.ExclusiveMaximum, number, orEqual: false))
        {
            Add("exclusiveMaximum", Wording.Number("less than", rules.ExclusiveMaximum!), "a greater or equal number");
        }

        if (rules.MultipleOf is not null && !rules.IsMultiple(number))
        {
            Add("multipleOf", Wording.Number("a multiple of", rules.MultipleOf), "another number");
        }
    }
}
