using System.Text.Json;
using McpSecure.Schemas;

namespace McpSecure.Calls;

/// <summary>What a tool says it takes and gives, ready to be enforced. Taken from one state of its definition.</summary>
internal sealed class ToolSchema
{
    /// <summary>Gets the input schema as it is enforced, which is also what clients are shown.</summary>
    public JsonElement Advertised { get; init; }

    /// <summary>Gets what the arguments are checked against; <see langword="null"/> if there are problems.</summary>
    public CompiledSchema? Input { get; init; }

    /// <summary>Gets what structured results are checked against; <see langword="null"/> if the tool declares none, or if there are problems.</summary>
    public CompiledSchema? Output { get; init; }

    /// <summary>Gets why the tool cannot be served: a sentence each, for its author. Empty if it can.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Gets a value indicating whether calls of the tool can be checked. If not, they are refused.</summary>
    public bool IsUsable => Problems.Count == 0;

    /// <summary>Gets what the compiler noticed about the input schema.</summary>
    public SchemaFacts Facts => Input?.Facts ?? SchemaFacts.None;
}
