using McpSecure.Execution;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace McpSecure.Policy.Egress;

/// <summary>The clients behind the guard, and what each may reach.</summary>
internal sealed class EgressClients(IEnumerable<EgressClient> clients, IServiceProvider services)
{
    public IEnumerable<string> Names => clients.Select(client => client.Name).Distinct(StringComparer.Ordinal);

    public bool Contain(string? name) => clients.Any(client => string.Equals(client.Name, name, StringComparison.Ordinal));

    /// <summary>What the policy says of a client; without one, what code says of it.</summary>
    /// <exception cref="OptionsValidationException">The policy has a mistake.</exception>
    public EgressOptions OptionsOf(string name)
    {
        if (services.GetService<PolicySource>() is null)
        {
            var options = new McpSecurityOptions();
            Configure(options, clients);
            return options.Egress[name];
        }

        return services.GetRequiredService<IOptions<McpSecurityOptions>>().Value.Egress[name];
    }

    /// <summary>Lets code have its say, before configuration has the last word.</summary>
    public static void Configure(McpSecurityOptions options, IEnumerable<EgressClient> clients)
    {
        foreach (var client in clients)
        {
            if (!options.Egress.TryGetValue(client.Name, out var egress))
            {
                options.Egress[client.Name] = egress = new EgressOptions();
            }

            client.Configure?.Invoke(egress);
        }
    }
}
