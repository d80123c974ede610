namespace McpSecure.Inventory.Uses;

/// <summary>Which records are of one call: one that asked somebody, waited and went on is one call, however often it did.</summary>
internal sealed class CallChains
{
    /// <summary>Calls whose code runs.</summary>
    private readonly RecentIds _running = new();

    /// <summary>Calls that wait after their code ran for the first time.</summary>
    private readonly RecentIds _waiting = new();

    /// <summary>Takes what is told of a call, and says whether its code runs for the first time.</summary>
    public bool Begins(EntryFields entry)
    {
        switch (entry.Kind)
        {
            case AuditEntryKind.Intent:
                _running.Add(entry.Call);
                return entry.Resumes == Guid.Empty || !_waiting.Contains(entry.Resumes);
            case AuditEntryKind.Outcome:
                _running.Take(entry.Call);
                return false;
            case AuditEntryKind.Suspended:
                if (_running.Take(entry.Call) || _waiting.Contains(entry.Resumes))
                {
                    _waiting.Add(entry.Call);
                }

                return false;
            default:
                return false;
        }
    }
}
