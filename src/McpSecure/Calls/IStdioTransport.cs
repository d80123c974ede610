namespace McpSecure.Calls;

/// <summary>A transport of ours that can be the standard streams of the process.</summary>
internal interface IStdioTransport
{
    /// <summary>Gets a value indicating whether it is: then only the person who started the process can reach the server.</summary>
    bool IsStdio { get; }
}
