using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpSecure.Audit;

/// <summary>What messages ask for that have no arguments of a call, in the shape of arguments: so that it is kept, redacted and looked for as those are.</summary>
internal static class Asked
{
    /// <summary>A text as a value.</summary>
    public static JsonElement Text(string text) => JsonElement.Parse($"\"{JsonEncodedText.Encode(text)}\"");

    /// <summary>The argument that is to be completed, among those that the client has filled in.</summary>
    public static Dictionary<string, JsonElement> Completion(string? name, string? value, IDictionary<string, string>? filled)
    {
        var asked = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (other, text) in filled ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            asked[other] = Text(text ?? string.Empty);
        }

        if (name is not null)
        {
            asked[name] = Text(value ?? string.Empty);
        }

        return asked;
    }

    /// <summary>The members of the params, without what is about the message.</summary>
    public static Dictionary<string, JsonElement> Params(JsonNode? parameters)
    {
        var asked = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, value) in parameters as JsonObject ?? [])
        {
            if (name is not "_meta")
            {
                asked[name] = JsonElement.Parse(value?.ToJsonString() ?? "null");
            }
        }

        return asked;
    }
}
