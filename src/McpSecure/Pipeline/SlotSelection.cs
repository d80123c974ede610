namespace McpSecure.Pipeline;

/// <summary>Which slots are used.</summary>
internal sealed record SlotSelection(Slots Slots)
{
    public bool Has(Slots slot) => (Slots & slot) != Slots.None;
}
