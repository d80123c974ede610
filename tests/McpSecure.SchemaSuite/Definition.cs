using System.Text.Json;

namespace McpSecure.SchemaSuite;

/// <summary>A schema of a real tool.</summary>
/// <param name="Name">Server, tool and which of its schemas.</param>
/// <param name="Schema">The schema.</param>
internal sealed record Definition(string Name, JsonElement Schema)
{
    private static readonly string[] Keywords = ["inputSchema", "outputSchema"];

    public static IReadOnlyList<Definition> ReadAll(string directory) =>
    [
        .. from file in Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal)
           let document = JsonElement.Parse(File.ReadAllBytes(file))
           from tool in (document.ValueKind == JsonValueKind.Array ? document : document.GetProperty("tools")).EnumerateArray()
           from keyword in Keywords
           where tool.TryGetProperty(keyword, out _)
           select new Definition($"{Path.GetFileNameWithoutExtension(file)} {tool.GetProperty("name")} {keyword}", tool.GetProperty(keyword)),
    ];
}
