using System.Diagnostics;
using McpSecure.Audit;
using McpSecure.Calls;
using McpSecure.Transport;

namespace McpSecure.Pipeline;

/// <summary>Lines that are longer than they may be: nobody knows what they say, so that they have a record of their own.</summary>
internal sealed class LineDoor(AuditTrail trail, CallAudit audit) : ILongLines
{
    /// <summary>The name of this check in records.</summary>
    public const string Name = "line_length";

    public void Record(Refusal refusal)
    {
        var current = Activity.Current;
        var record = trail.Begin(Wire.Other);
        record.Refused(Name, refusal);
        record.Write();
        _ = audit.CloseAsync(record, isOver: true).AsTask(); // who cannot keep it says so himself
        Activity.Current = current;
    }
}
