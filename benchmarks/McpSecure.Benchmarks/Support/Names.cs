namespace McpSecure.Benchmarks.Support;

/// <summary>The names of a measured server's tools and roles.</summary>
internal static class Names
{
    /// <summary>A tool that every role names with <c>Deny</c>.</summary>
    public const string Denied = "denied";

    /// <summary>A tool that every role names with <c>Ask</c>.</summary>
    public const string Asking = "asking";

    /// <summary>A tool that the server does not have.</summary>
    public const string Unknown = "unknown";

    /// <summary>A tool that every role names with <c>Allow</c>.</summary>
    public static string Tool(int index) => $"tool_{index:d4}";

    public static string Role(int index) => $"role-{index:d3}";
}
