namespace McpSecure.Execution.Databases;

/// <summary>An engine of which nothing is known.</summary>
internal sealed class GenericEngine : SqlEngine;
