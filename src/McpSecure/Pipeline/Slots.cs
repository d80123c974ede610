namespace McpSecure.Pipeline;

/// <summary>The places in the SDK where McpSecure hangs. A test removes one to see its attack succeed; a server always has all.</summary>
[Flags]
internal enum Slots
{
    None = 0,

    /// <summary>Incoming messages, first.</summary>
    Incoming = 1,

    /// <summary>Outgoing messages, first.</summary>
    Outgoing = 2,

    /// <summary>Requests for tools, prompts, resources and completions, outermost.</summary>
    Outermost = 4,

    /// <summary>The same requests, next to the author's code.</summary>
    Innermost = 8,

    /// <summary>Lists, outermost.</summary>
    Lists = 16,

    /// <summary>What is refused before the server starts.</summary>
    Start = 32,

    /// <summary>Results of tools, outside their ordinary filters.</summary>
    Results = 64,

    All = Incoming | Outgoing | Outermost | Innermost | Lists | Start | Results,
}
