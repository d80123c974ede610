namespace McpSecure.Inventory.Uses;

/// <summary>Calls that something is still to come of. The oldest are forgotten: what a crash has left behind, or nobody came back to.</summary>
internal sealed class RecentIds
{
    private const int Most = 65_536;

    private readonly HashSet<Guid> _ids = [];
    private readonly Queue<Guid> _order = new();

    public void Add(Guid id)
    {
        if (!_ids.Add(id))
        {
            return;
        }

        _order.Enqueue(id);
        while (_order.Count > Most)
        {
            _ids.Remove(_order.Dequeue()); // what was taken before is no longer among them
        }
    }

    public bool Contains(Guid id) => _ids.Contains(id);

    public bool Take(Guid id) => _ids.Remove(id);
}
