using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace McpSecure.Identity;

/// <summary>Over a network the caller is whom an authenticated identity says: subject, roles and client from its claims.</summary>
internal sealed class ClaimsCallerSource : ICallerSource
{
    private readonly Caller _anonymous;
    private readonly string _roleClaim;
    private readonly string[] _roles;
    private readonly (string Claim, string Value, string Role)[] _members;

    public ClaimsCallerSource(IOptions<McpSecurityOptions> options)
    {
        var value = options.Value;
        _anonymous = value.AnonymousRole is { } role ? new Caller { Roles = [role] } : Caller.Anonymous;
        _roleClaim = value.RoleClaim;
        _roles = [.. value.Roles.Keys];
        _members =
        [
            .. from entry in value.Roles
               from member in entry.Value.Members.Values
               select (member.Claim!, member.Value!, entry.Key),
        ];
    }

    public ValueTask<Caller> IdentifyAsync(CallerContext context, CancellationToken cancellationToken) => new(Identify(context.User));

    private Caller Identify(ClaimsPrincipal? user)
    {
        var subject = FindSubject(user);
        return subject is null ? _anonymous : new Caller
        {
            Issuer = subject.Issuer,
            Subject = subject.Value,
            DisplayName = subject.Subject?.Name,
            Roles = RolesOf(user!),
            Client = Find(user!, "client_id") ?? Find(user!, "azp"),
        };
    }

    /// <summary>Without a stable identifier there is nobody to grant anything to, authenticated or not.</summary>
    private static Claim? FindSubject(ClaimsPrincipal? user)
    {
        foreach (var identity in user?.Identities ?? [])
        {
            if (identity.IsAuthenticated
                && (identity.FindFirst(ClaimTypes.NameIdentifier) ?? identity.FindFirst("sub")) is { Value.Length: > 0 } subject)
            {
                return subject;
            }
        }

        return null;
    }

    private string[] RolesOf(ClaimsPrincipal user)
    {
        var roles = new List<string>();
        foreach (var claim in Authenticated(user))
        {
            if (string.Equals(claim.Type, _roleClaim, StringComparison.Ordinal) && Array.IndexOf(_roles, claim.Value) is >= 0 and var index)
            {
                Add(roles, _roles[index]);
            }

            foreach (var member in _members)
            {
                if (string.Equals(claim.Type, member.Claim, StringComparison.Ordinal) && string.Equals(claim.Value, member.Value, StringComparison.Ordinal))
                {
                    Add(roles, member.Role);
                }
            }
        }

        return [.. roles];
    }

    private static void Add(List<string> roles, string role)
    {
        if (!roles.Contains(role))
        {
            roles.Add(role);
        }
    }

    private static string? Find(ClaimsPrincipal user, string type)
    {
        foreach (var claim in Authenticated(user))
        {
            if (string.Equals(claim.Type, type, StringComparison.Ordinal))
            {
                return claim.Value;
            }
        }

        return null;
    }

    private static IEnumerable<Claim> Authenticated(ClaimsPrincipal user) =>
        user.Identities.Where(identity => identity.IsAuthenticated).SelectMany(identity => identity.Claims);
}
