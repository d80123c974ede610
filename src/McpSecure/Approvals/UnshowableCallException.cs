namespace McpSecure.Approvals;

/// <summary>A call that cannot be put before a person: what cannot be shown cannot be approved.</summary>
internal sealed class UnshowableCallException(string message) : Exception(message);
