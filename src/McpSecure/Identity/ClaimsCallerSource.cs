using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Numerics;
using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace McpSecure.Identity;

/// <summary>Over a network the caller is whom an authenticated identity says: subject, roles and client from its claims.</summary>
internal sealed class ClaimsCallerSource : ICallerSource
{
    private const int BitsPerWord = 64;
    private const int WordsOnStack = 4;

    /// <summary>So many combinations of roles are kept. Who is in which is the issuer's business, not the caller's; still, it is bounded.</summary>
    private const int MostKept = 1024;

    private readonly ConcurrentDictionary<ulong, string[]> _names = new();

    private readonly Caller _anonymous;
    private readonly string _roleClaim;
    private readonly string[] _roles;
    private readonly FrozenDictionary<string, int> _ordinals;
    private readonly (string Claim, string Value, int Role)[] _members;

    public ClaimsCallerSource(IOptions<McpSecurityOptions> options)
    {
        var value = options.Value;
        _anonymous = value.AnonymousRole is { } role ? new Caller { Roles = [role] } : Caller.Anonymous;
        _roleClaim = value.RoleClaim;
        _roles = [.. value.Roles.Keys.Order(StringComparer.Ordinal)];
        _ordinals = _roles.Index().ToFrozenDictionary(role => role.Item, role => role.Index, StringComparer.Ordinal);
        _members =
        [
            .. from entry in value.Roles
               from member in entry.Value.Members.Values
               select (member.Claim!, member.Value!, _ordinals[entry.Key]),
        ];
    }

    public ValueTask<Caller> IdentifyAsync(CallerContext context, CancellationToken cancellationToken) => new(Identify(context.User));

    /// <summary>Goes through the identities once: this runs for every message.</summary>
    public Caller Identify(ClaimsPrincipal? user)
    {
        Claim? subject = null;
        string? name = null;
        string? client = null;
        string? authorizedParty = null;
        var words = (_roles.Length / BitsPerWord) + 1;
        var roles = words <= WordsOnStack ? stackalloc ulong[WordsOnStack] : new ulong[words];
        foreach (var identity in user?.Identities ?? [])
        {
            if (!identity.IsAuthenticated)
            {
                continue;
            }

            var found = default(Found);
            foreach (var claim in identity.Claims)
            {
                AddRoles(roles, claim);
                found.Add(claim, identity.NameClaimType);
                client ??= ValueOf(claim, "client_id");
                authorizedParty ??= ValueOf(claim, "azp");
            }

            if (subject is null && (found.Identifier ?? found.Sub) is { Value.Length: > 0 } stable)
            {
                (subject, name) = (stable, found.Name);
            }
        }

        // Without a stable identifier there is nobody to grant anything to, authenticated or not.
        return subject is null ? _anonymous : new Caller
        {
            Issuer = subject.Issuer,
            Subject = subject.Value,
            DisplayName = name,
            Roles = NamesOf(roles),
            Client = client ?? authorizedParty,
        };
    }

    private void AddRoles(Span<ulong> found, Claim claim)
    {
        if (string.Equals(claim.Type, _roleClaim, StringComparison.Ordinal) && _ordinals.TryGetValue(claim.Value, out var role))
        {
            found[role / BitsPerWord] |= 1UL << role;
        }

        foreach (var member in _members)
        {
            if (string.Equals(claim.Type, member.Claim, StringComparison.Ordinal) && string.Equals(claim.Value, member.Value, StringComparison.Ordinal))
            {
                found[member.Role / BitsPerWord] |= 1UL << member.Role;
            }
        }
    }

    /// <summary>The names of the roles found, each once and in order, however often the claims say them.</summary>
    private string[] NamesOf(ReadOnlySpan<ulong> found)
    {
        if (_roles.Length >= BitsPerWord)
        {
            return MakeNames(found);
        }

        if (!_names.TryGetValue(found[0], out var names))
        {
            names = MakeNames(found);
            if (_names.Count < MostKept)
            {
                _names[found[0]] = names;
            }
        }

        return names;
    }

    private string[] MakeNames(ReadOnlySpan<ulong> found)
    {
        var count = 0;
        foreach (var word in found)
        {
            count += BitOperations.PopCount(word);
        }

        var names = count == 0 ? [] : new string[count];
        var next = 0;
        for (var index = 0; index < found.Length; index++)
        {
            for (var word = found[index]; word != 0; word &= word - 1)
            {
                names[next++] = _roles[(index * BitsPerWord) + BitOperations.TrailingZeroCount(word)];
            }
        }

        return names;
    }

    /// <summary>What of an identity says who it is: of each kind the first claim. Types are compared as the identity itself does.</summary>
    private struct Found
    {
        public Claim? Identifier;
        public Claim? Sub;
        public string? Name;

        public void Add(Claim claim, string nameType)
        {
            Identifier ??= Is(claim, ClaimTypes.NameIdentifier) ? claim : null;
            Sub ??= Is(claim, "sub") ? claim : null;
            Name ??= Is(claim, nameType) ? claim.Value : null;
        }

        private static bool Is(Claim claim, string type) => string.Equals(claim.Type, type, StringComparison.OrdinalIgnoreCase);
    }

    private static string? ValueOf(Claim claim, string type) => string.Equals(claim.Type, type, StringComparison.Ordinal) ? claim.Value : null;
}
