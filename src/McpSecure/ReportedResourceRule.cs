namespace McpSecure;

/// <summary>A rule of a role for resources in a <see cref="McpSecurityReport"/>.</summary>
/// <param name="Name">The key of the rule.</param>
/// <param name="Uri">The pattern of decoded URIs.</param>
/// <param name="Access">What it grants.</param>
public sealed record ReportedResourceRule(string Name, string Uri, Access Access);
