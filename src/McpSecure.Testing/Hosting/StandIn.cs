using System.Security.Claims;

namespace McpSecure.Testing.Hosting;

/// <summary>Who a test says is calling. Sits on the message where a transport puts the user that it authenticated.</summary>
/// <param name="caller">The caller; <see langword="null"/> for the person who started the process.</param>
/// <param name="roleClaim">The type of the claims that name roles.</param>
internal sealed class StandIn(Caller? caller, string roleClaim) : ClaimsPrincipal(IdentityOf(caller, roleClaim))
{
    private const string Tests = "tests";

    /// <summary>Gets the caller; <see langword="null"/> for the person who started the process.</summary>
    public Caller? Caller { get; } = caller;

    /// <summary>Makes somebody in roles that the policy has.</summary>
    /// <exception cref="ArgumentException">The policy has no such role: every refusal that a test expects would come for the wrong reason.</exception>
    public static StandIn In(string[] roles, McpSecurityOptions policy)
    {
        foreach (var role in roles)
        {
            if (!policy.Roles.ContainsKey(role))
            {
                throw new ArgumentException(
                    $"The policy has no role '{role}'. It has: {string.Join(", ", policy.Roles.Keys.Order(StringComparer.Ordinal))}.", nameof(roles));
            }
        }

        var subject = roles.Length == 0 ? "nobody" : string.Join('+', roles);
        return new StandIn(new Caller { Issuer = Tests, Subject = subject, DisplayName = subject, Roles = [.. roles] }, policy.RoleClaim);
    }

    private static ClaimsIdentity IdentityOf(Caller? caller, string roleClaim) => caller is null
        ? new ClaimsIdentity()
        : new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, caller.Subject!, ClaimValueTypes.String, Tests),
                new Claim(ClaimTypes.Name, caller.DisplayName!, ClaimValueTypes.String, Tests),
                .. caller.Roles.Select(role => new Claim(roleClaim, role, ClaimValueTypes.String, Tests)),
            ],
            authenticationType: Tests,
            nameType: ClaimTypes.Name,
            roleType: roleClaim);
}
