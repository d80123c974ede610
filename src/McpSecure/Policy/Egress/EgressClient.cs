using McpSecure.Execution;

namespace McpSecure.Policy.Egress;

/// <summary>An HTTP client that code put behind the guard, once for each call.</summary>
/// <param name="Name">Its name among the clients of the factory.</param>
/// <param name="Configure">What code says of it.</param>
internal sealed record EgressClient(string Name, Action<EgressOptions>? Configure);
