using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Evaluation;

/// <summary>
/// Members of which each of several subschemas requires one that all others refuse: whichever is there says which of them can hold at all.
/// </summary>
/// <param name="Names">The names of the members.</param>
/// <param name="Nodes">The subschema that requires each.</param>
internal sealed record MemberDiscriminator(NameMap Names, SchemaNode[] Nodes)
{
    /// <summary>The subschema that can hold, or <see langword="null"/> if none can.</summary>
    public SchemaNode? Find(JsonElement value)
    {
        foreach (var member in value.EnumerateObject())
        {
            var place = Names.FindRaw(JsonMarshal.GetRawUtf8PropertyName(member));
            if (place >= 0)
            {
                return Nodes[place];
            }
        }

        return null;
    }
}
