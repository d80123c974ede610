using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Calls;

namespace McpSecure.Arguments;

/// <summary>Arguments of a prompt: it declares names and no schema.</summary>
internal static class PromptArguments
{
    public static Refusal? Check(Call call, IDictionary<string, JsonElement> arguments)
    {
        var declared = call.Facts.Arguments;
        foreach (var (name, value) in arguments)
        {
            if (declared.IsClosed && !declared.Names.Contains(name))
            {
                return Unknown(call, name, declared);
            }

            if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                && JsonStructure.FindAmbiguousKey(JsonMarshal.GetRawUtf8Value(value)) is { } key)
            {
                return Ambiguous(name, key);
            }
        }

        return null;
    }

    private static Refusal Unknown(Call call, string name, DeclaredArguments declared)
    {
        var takes = declared.Names.Count == 0
            ? "It takes no arguments."
            : $"It takes: {string.Join(", ", declared.Names.Order(StringComparer.Ordinal))}.";
        return new(
            RefusalCode.InvalidArguments,
            $"The {Wire.NameOf(call.Kind)} '{Echo.Of(call.Name)}' has no argument '{Echo.Of(name)}'. {takes} Names are case-sensitive.",
            Retry.AfterFix);
    }

    private static Refusal Ambiguous(string name, string key) => new(
        RefusalCode.InvalidArguments,
        $"The argument '{Echo.Of(name)}' has the key '{Echo.Of(key)}' twice, or in two cases. Send each key once.",
        Retry.AfterFix);
}
