namespace McpSecure.RoundTrips;

/// <summary>How far the approval of a suspended call has come.</summary>
internal enum ApprovalStage : byte
{
    /// <summary>Nobody was asked: the call waits for something else.</summary>
    None = 0,

    /// <summary>A person is being asked.</summary>
    Asked = 1,

    /// <summary>A person has agreed, and the code that runs by that has asked for something itself.</summary>
    Approved = 2,
}
