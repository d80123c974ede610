using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Schemas;

namespace McpSecure.Arguments;

/// <summary>Finds a key below the root of the arguments that is given twice, or in two cases.</summary>
internal static class AmbiguousKeys
{
    public static SchemaError? Find(IDictionary<string, JsonElement> arguments)
    {
        if (arguments is Dictionary<string, JsonElement> plain)
        {
            // Its own enumerator costs no memory.
            foreach (var (name, value) in plain)
            {
                if (Find(name, value) is { } found)
                {
                    return found;
                }
            }

            return null;
        }

        foreach (var (name, value) in arguments)
        {
            if (Find(name, value) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static SchemaError? Find(string name, JsonElement value) =>
        value.ValueKind is JsonValueKind.Object or JsonValueKind.Array
            && JsonStructure.FindAmbiguousKey(JsonMarshal.GetRawUtf8Value(value)) is { } key
            ? new SchemaError($"/{JsonPointers.Escaped(name)}", string.Empty, $"has the key {Shown(key)} twice, or in two cases; send each key once", string.Empty)
            : null;

    private static string Shown(string key) => ArgumentErrors.IsPlain(key) ? $"'{key}'" : ArgumentErrors.Unprintable(key);
}
