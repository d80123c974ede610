namespace McpSecure;

/// <summary>What a role grants and none of its callers has used.</summary>
/// <param name="Role">The name of the role.</param>
/// <param name="Kind">What <paramref name="Name"/> names.</param>
/// <param name="Name">The name of the tool or prompt, the URI or template of the resource.</param>
/// <param name="Access">What callers in that role alone have.</param>
/// <param name="DecidedBy">The setting or attribute that decides it.</param>
public sealed record UnusedGrant(string Role, PrimitiveKind Kind, string Name, Access Access, string DecidedBy);
