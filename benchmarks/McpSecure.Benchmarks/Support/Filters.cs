namespace McpSecure.Benchmarks.Support;

/// <summary>What stands in the filter lists of a measured server.</summary>
public enum Filters
{
    /// <summary>Nothing: the SDK alone.</summary>
    Bare = 0,

    /// <summary>Filters that pass everything on, as many of each kind as McpSecure has: what the places themselves cost.</summary>
    Empty = 1,

    /// <summary>McpSecure, as <c>AddMcpSecurity()</c> installs it.</summary>
    Secured = 2,
}
