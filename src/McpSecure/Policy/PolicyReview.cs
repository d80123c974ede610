using McpSecure.Calls;
using McpSecure.Policy.Rules;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Policy;

/// <summary>Answers for a person what <see cref="AccessPolicy"/> answers for a request.</summary>
internal sealed class PolicyReview(AccessPolicy policy, ArgumentRules rules, IOptions<McpServerOptions> server) : IMcpSecurityPolicy
{
    public AccessExplanation Explain(IReadOnlyCollection<string> roles, PrimitiveKind kind, string name)
    {
        ArgumentNullException.ThrowIfNull(roles);
        ArgumentNullException.ThrowIfNull(name);

        var asked = name;
        if (ResourceUri.Names(kind) && !ResourceUri.TryDecode(name, out asked))
        {
            return new(Access.Deny, "the URI is ambiguous and refused for everyone");
        }

        var caller = new Caller { Roles = [.. roles] };
        var primitive = ServerPrimitives.Find(server.Value, kind, name);
        return policy.Decide(kind, asked, caller, PrimitiveFacts.Of(primitive)) with
        {
            HasArgumentRules = primitive is McpServerTool tool && rules.Apply(tool, roles),
        };
    }
}
