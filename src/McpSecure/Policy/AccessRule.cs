namespace McpSecure.Policy;

/// <summary>One line of policy: an access, and the configuration path that says it.</summary>
internal sealed record AccessRule(Access Access, string DecidedBy);
