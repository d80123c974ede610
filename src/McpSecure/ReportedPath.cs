using System.Collections.ObjectModel;
using McpSecure.Files;

namespace McpSecure;

/// <summary>An argument that is a path in a <see cref="McpSecurityReport"/>.</summary>
public sealed record ReportedPath
{
    /// <summary>Gets where the argument is.</summary>
    public required string Argument { get; init; }

    /// <summary>Gets the name of the root that it is confined to.</summary>
    public required string Root { get; init; }

    /// <summary>Gets what the tool may do there.</summary>
    public PathAccess Access { get; init; }

    /// <summary>Gets the directory in the root that callers are held to, by the name of the role. A role that is not here has the whole root.</summary>
    public IReadOnlyDictionary<string, string> Under { get; init => field = value ?? ReadOnlyDictionary<string, string>.Empty; } = ReadOnlyDictionary<string, string>.Empty;
}
