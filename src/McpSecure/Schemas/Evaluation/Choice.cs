using System.Text.Json;

namespace McpSecure.Schemas.Evaluation;

/// <summary>The subschemas of <c>anyOf</c> or <c>oneOf</c>, and which of them a kind of value leaves.</summary>
internal sealed class Choice(SchemaNode[] nodes)
{
    private readonly SchemaNode[][] _byKind = new SchemaNode[(int)JsonValueKind.Null + 1][];

    public SchemaNode[] All { get; } = nodes;

    /// <summary>Gets or sets the member that tells the objects among them apart, if there is one.</summary>
    public Discriminator? Discriminator { get; set; }

    /// <summary>Gets or sets the members that tell the objects among them apart, if there are such members.</summary>
    public MemberDiscriminator? MemberDiscriminator { get; set; }

    public ReadOnlySpan<SchemaNode> For(JsonValueKind kind) => _byKind[(int)kind] ?? All;

    /// <summary>Sorts the subschemas by kind, once their types are known.</summary>
    public void Sort()
    {
        for (var kind = JsonValueKind.Undefined; kind <= JsonValueKind.Null; kind++)
        {
            var types = kind.ToTypes();
            var left = Array.FindAll(All, node => (node.Types & types) != JsonTypes.None);
            _byKind[(int)kind] = left.Length == All.Length ? All : left;
        }
    }
}
