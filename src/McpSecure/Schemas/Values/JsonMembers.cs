using System.Runtime.InteropServices;
using System.Text.Json;

namespace McpSecure.Schemas.Values;

/// <summary>Members of objects of a schema. Other than the methods of <see cref="JsonElement"/>, these throw on no name.</summary>
internal static class JsonMembers
{
    public static string NameOf(JsonProperty member) => JsonText.Decode(JsonMarshal.GetRawUtf8PropertyName(member));

    public static string TextOf(JsonElement text) => JsonText.Decode(JsonMarshal.GetRawUtf8Value(text)[1..^1]);

    public static bool TryGet(JsonElement element, string name, out JsonElement value)
    {
        value = default;
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (IsNamed(member, name))
                {
                    value = member.Value;
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The text of a member, or <see langword="null"/> if it is none.</summary>
    public static string? TextOf(JsonElement element, string name) =>
        TryGet(element, name, out var value) && value.ValueKind == JsonValueKind.String ? TextOf(value) : null;

    private static bool IsNamed(JsonProperty member, string name)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(member);
        return JsonText.IsEscaped(raw)
            ? string.Equals(JsonText.Decode(raw), name, StringComparison.Ordinal)
            : raw.Length <= name.Length * 3 && System.Text.Encoding.UTF8.GetCharCount(raw) == name.Length && string.Equals(System.Text.Encoding.UTF8.GetString(raw), name, StringComparison.Ordinal);
    }
}
