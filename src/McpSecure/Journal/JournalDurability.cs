namespace McpSecure.Journal;

/// <summary>What a record has survived once it counts as written.</summary>
public enum JournalDurability
{
    /// <summary>A power failure: each record is forced to the disk alone. Milliseconds a record, one after the other.</summary>
    EachRecord = 0,

    /// <summary>A power failure: whoever waits at the same time shares one force to the disk. Milliseconds a caller, far less a record under load.</summary>
    GroupCommit = 1,

    /// <summary>The end of the process, kill -9 included: the operating system has the record. A power failure may cost the last seconds.</summary>
    Process = 2,
}
