namespace McpSecure.Fuzz;

/// <summary>What the fuzzer can be told to do to itself, to see that it would notice.</summary>
internal enum Fault
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Answers get lost: what requests that hang look like.</summary>
    Hang = 1,

    /// <summary>Answers come twice.</summary>
    Twice = 2,

    /// <summary>Something that is no message stands on standard output.</summary>
    Stray = 3,

    /// <summary>The server dies.</summary>
    Crash = 4,

    /// <summary>A record is missing.</summary>
    Record = 5,

    /// <summary>A file beside the workspace changes.</summary>
    Outside = 6,
}
