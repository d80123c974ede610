using McpSecure.Execution;
using McpSecure.Policy.Egress;

namespace McpSecure.Hosting;

/// <summary>Which types are helpers: the one place that names them.</summary>
internal sealed class Helpers(EgressClients clients, RegisteredServices registered)
{
    /// <summary>The kind that a type helps against; <see langword="null"/> for none.</summary>
    public HelperKind? Of(Type type) =>
        type == typeof(ProcessRunner) ? HelperKind.Command
        : type == typeof(SqlDatabase) ? HelperKind.Sql
        : IsGuarded(type) ? HelperKind.Url
        : null;

    /// <summary>
    /// Whether it sends through the guard: a typed client by the name that the factory gives it. For the factory itself, and a typed client
    /// under a name of its own, nothing tells which client it is, and any guarded one will do.
    /// </summary>
    private bool IsGuarded(Type type) => type switch
    {
        _ when type == typeof(HttpClient) => clients.Contain(string.Empty),
        _ when type == typeof(IHttpClientFactory) || type == typeof(IHttpMessageHandlerFactory) => clients.Names.Any(),
        _ => registered.IsTypedClient(type) && (clients.Contain(NameOf(type)) || clients.Names.Any(name => !registered.TypedClients.Any(typed => string.Equals(NameOf(typed), name, StringComparison.Ordinal)))),
    };

    /// <summary>What <c>AddHttpClient&lt;T&gt;()</c> calls a client of a type.</summary>
    private static string NameOf(Type type)
    {
        var tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? type.Name : $"{type.Name[..tick]}<{string.Join(',', type.GetGenericArguments().Select(NameOf))}>";
    }
}
