using McpSecure.Execution.Egress;

namespace McpSecure.Policy.Egress;

/// <summary>Finds what the policy says of HTTP clients and would not do.</summary>
internal sealed class EgressCheck(IEnumerable<EgressClient> clients)
{
    private const string Section = $"{McpSecurityOptions.SectionName}:{nameof(McpSecurityOptions.Egress)}";

    public IEnumerable<string> Errors(McpSecurityOptions options)
    {
        var names = clients.Select(client => client.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from name in options.Egress.Keys
               where !names.Contains(name)
               let known = names.Count == 0 ? "No client is." : $"Those are: {string.Join(", ", names.Order(StringComparer.Ordinal))}."
               let suggestion = Suggestion.For(name, names)
               select $"{Section}:{name} names a client that is not behind the guard with UseEgressGuard().{(suggestion.Length > 0 ? suggestion : $" {known}")}",
            .. from client in options.Egress
               from found in EgressOptionsCheck.Problems(client.Value)
               select $"{Section}:{client.Key}:{found.Setting} {found.Problem}",
        ];
    }
}
