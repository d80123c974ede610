namespace McpSecure.Execution.Commands;

/// <summary>A list that is being added: one hole, whatever it holds.</summary>
internal struct ElementList(HoleName name, int holesBefore)
{
    public readonly HoleName Name => name;

    public readonly int HolesBefore => holesBefore;

    public int Count { get; set; }
}
