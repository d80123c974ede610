namespace McpSecure.Calls;

/// <summary>Watches the traffic. Never throws, and waits for nobody.</summary>
internal interface ICallWatch
{
    /// <summary>Looks at a message that has ended.</summary>
    void Observe(in CallFacts facts);

    /// <summary>Hears that something could not be put on record.</summary>
    void JournalFailed();
}
