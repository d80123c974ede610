using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Evaluation;

/// <summary>A member that every one of several subschemas requires, each with other constants: it says which of them can hold at all.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">All constants.</param>
/// <param name="Nodes">The subschema of each constant.</param>
internal sealed record Discriminator(byte[] Name, NameMap Values, SchemaNode[] Nodes)
{
    /// <summary>Finds the subschema that a value names, or <see langword="null"/> if it names none; <see langword="false"/> if this cannot be told.</summary>
    public bool TryFind(JsonElement value, out SchemaNode? node)
    {
        node = null;
        foreach (var member in value.EnumerateObject())
        {
            if (JsonMarshal.GetRawUtf8PropertyName(member).SequenceEqual(Name))
            {
                if (member.Value.ValueKind == JsonValueKind.String)
                {
                    var place = Values.FindRaw(JsonMarshal.GetRawUtf8Value(member.Value)[1..^1]);
                    node = place < 0 ? null : Nodes[place];
                }

                return true;
            }
        }

        return false;
    }
}
