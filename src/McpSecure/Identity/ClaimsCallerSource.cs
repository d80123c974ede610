using System.Collections.Frozen;
using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace McpSecure.Identity;

/// <summary>Over a network the caller is whom an authenticated identity says: subject, roles and client from its claims.</summary>
internal sealed class ClaimsCallerSource : ICallerSource
{
    private readonly Caller _anonymous;
    private readonly string _roleClaim;
    private readonly FrozenSet<string> _roles;
    private readonly (string Claim, string Value, string Role)[] _members;

    public ClaimsCallerSource(IOptions<McpSecurityOptions> options)
    {
        var value = options.Value;
        _anonymous = value.AnonymousRole is { } role ? new Caller { Roles = [role] } : Caller.Anonymous;
        _roleClaim = value.RoleClaim;
        _roles = value.Roles.Keys.ToFrozenSet(StringComparer.Ordinal);
        _members =
        [
            .. from entry in value.Roles
               from member in entry.Value.Members.Values
               select (member.Claim!, member.Value!, entry.Key),
        ];
    }

    public ValueTask<Caller> IdentifyAsync(CallerContext context, CancellationToken cancellationToken) => new(Identify(context.User));

    /// <summary>Goes through the identities once: this runs for every message.</summary>
    private Caller Identify(ClaimsPrincipal? user)
    {
        Claim? subject = null;
        string? client = null;
        string? authorizedParty = null;
        var roles = new FoundRoles();
        foreach (var identity in user?.Identities ?? [])
        {
            if (!identity.IsAuthenticated)
            {
                continue;
            }

            subject ??= SubjectOf(identity);
            foreach (var claim in identity.Claims)
            {
                AddRoles(ref roles, claim);
                client ??= ValueOf(claim, "client_id");
                authorizedParty ??= ValueOf(claim, "azp");
            }
        }

        // Without a stable identifier there is nobody to grant anything to, authenticated or not.
        return subject is null ? _anonymous : new Caller
        {
            Issuer = subject.Issuer,
            Subject = subject.Value,
            DisplayName = subject.Subject?.Name,
            Roles = roles.ToArray(),
            Client = client ?? authorizedParty,
        };
    }

    private static Claim? SubjectOf(ClaimsIdentity identity) =>
        (identity.FindFirst(ClaimTypes.NameIdentifier) ?? identity.FindFirst("sub")) is { Value.Length: > 0 } subject ? subject : null;

    private void AddRoles(ref FoundRoles roles, Claim claim)
    {
        if (string.Equals(claim.Type, _roleClaim, StringComparison.Ordinal) && _roles.TryGetValue(claim.Value, out var configured))
        {
            roles.Add(configured);
        }

        foreach (var member in _members)
        {
            if (string.Equals(claim.Type, member.Claim, StringComparison.Ordinal) && string.Equals(claim.Value, member.Value, StringComparison.Ordinal))
            {
                roles.Add(member.Role);
            }
        }
    }

    private static string? ValueOf(Claim claim, string type) => string.Equals(claim.Type, type, StringComparison.Ordinal) ? claim.Value : null;

    /// <summary>The roles found so far. Nearly everybody is in one; only a second makes a list.</summary>
    private struct FoundRoles
    {
        private string? _first;
        private List<string>? _more;

        public void Add(string role)
        {
            if (_first is null)
            {
                _first = role;
            }
            else if (!string.Equals(_first, role, StringComparison.Ordinal) && _more?.Contains(role) != true)
            {
                (_more ??= []).Add(role);
            }
        }

        public readonly string[] ToArray() => (_first, _more) switch
        {
            (null, _) => [],
            (_, null) => [_first],
            _ => [_first, .. _more],
        };
    }
}
