using McpSecure.Execution;
using McpSecure.Policy.Egress;

namespace McpSecure.Hosting;

/// <summary>Which types are helpers: the one place that names them.</summary>
internal sealed class Helpers(EgressClients clients, RegisteredServices registered)
{
    /// <summary>The kind that something received helps against; <see langword="null"/> for none.</summary>
    public HelperKind? Of(Received received) =>
        received.Type == typeof(ProcessRunner) ? HelperKind.Command
        : received.Type == typeof(SqlDatabase) ? HelperKind.Sql
        : received.Type == typeof(IHttpClientFactory) || received.Type == typeof(IHttpMessageHandlerFactory) ? clients.Names.Any() ? HelperKind.Url : null
        : ClientOf(received) is { } client && clients.Contain(client) ? HelperKind.Url
        : null;

    /// <summary>Whether it is an HTTP client that sends past the guard.</summary>
    public bool IsUnguarded(Received received) => ClientOf(received) is { } client && !clients.Contain(client);

    /// <summary>The name of the client it is, or gets; <see langword="null"/> for none. For a factory nothing tells which client is made.</summary>
    private string? ClientOf(Received received) =>
        received.Type == typeof(HttpClient) ? received.Key as string ?? string.Empty : registered.ClientOf(received.Type);
}
