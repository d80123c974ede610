using System.Collections.ObjectModel;

namespace McpSecure;

/// <summary>A role in a <see cref="McpSecurityReport"/>.</summary>
public sealed record ReportedRole
{
    /// <summary>Gets the name; empty for the person who started a server without roles.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the role that it extends, or <see langword="null"/>.</summary>
    public string? Inherits { get; init; }

    /// <summary>Gets a value indicating whether the person who started a stdio server is in it.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Gets a value indicating whether network callers without authentication are in it: then everyone has what it grants.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>Gets the claims whose holders are in it besides those that the role claim names, each as <c>claim = value</c>.</summary>
    public IReadOnlyList<string> Members { get; init => field = value ?? []; } = [];

    /// <summary>Gets its own rules for resources, without those that it inherits.</summary>
    public IReadOnlyList<ReportedResourceRule> Resources { get; init => field = value ?? []; } = [];

    /// <summary>Gets its own limits, by the name of the setting. They can only be tighter than <see cref="McpSecurityReport.Limits"/>.</summary>
    public IReadOnlyDictionary<string, int> Limits { get; init => field = value ?? ReadOnlyDictionary<string, int>.Empty; } = ReadOnlyDictionary<string, int>.Empty;
}
