using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace McpSecure.Redaction;

/// <summary>A name that is a value itself, and beside it what it names: <c>{"name":"password","value":"…"}</c>, <c>[["Authorization","…"]]</c>.</summary>
internal static class NamedPairs
{
    /// <summary>Whether a member is what is named.</summary>
    public static bool IsValue(ReadOnlySpan<char> name) => name.Equals("value", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a member says the name.</summary>
    public static bool IsName(ReadOnlySpan<char> name) =>
        name.Equals("name", StringComparison.OrdinalIgnoreCase) || name.Equals("key", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the value of an object that has a name for it is a secret.</summary>
    public static bool IsSecret(JsonElement pair, SecretNames names)
    {
        var kind = JsonValueKind.Undefined;
        var name = default(JsonElement);
        foreach (var member in pair.EnumerateObject())
        {
            var of = JsonMarshal.GetRawUtf8PropertyName(member);
            if (Ascii.EqualsIgnoreCase(of, "value"u8))
            {
                kind = member.Value.ValueKind;
            }
            else if ((Ascii.EqualsIgnoreCase(of, "name"u8) || Ascii.EqualsIgnoreCase(of, "key"u8)) && Covers(member.Value, JsonValueKind.String, names))
            {
                name = member.Value;
            }
        }

        return Covers(name, kind, names);
    }

    /// <summary>Whether one of the arguments is a secret that another one names.</summary>
    public static bool IsSecret(IDictionary<string, JsonElement> arguments, SecretNames names) =>
        arguments.TryGetValue("value", out var value)
        && ((arguments.TryGetValue("name", out var name) && Covers(name, value.ValueKind, names))
            || (arguments.TryGetValue("key", out name) && Covers(name, value.ValueKind, names)));

    /// <summary>Whether an element of a list is a list of a name and a secret.</summary>
    public static bool IsSecretOfList(JsonElement element, SecretNames names) =>
        element.ValueKind == JsonValueKind.Array
        && element.GetArrayLength() == 2
        && element[1].ValueKind == JsonValueKind.String
        && Covers(element[0], JsonValueKind.String, names);

    private static bool Covers(JsonElement name, JsonValueKind kind, SecretNames names)
    {
        if (name.ValueKind != JsonValueKind.String || kind == JsonValueKind.Undefined)
        {
            return false;
        }

        var chars = JsonChars.Of(name);
        var covers = names.Cover(chars.Text, kind);
        chars.Return();
        return covers;
    }
}
