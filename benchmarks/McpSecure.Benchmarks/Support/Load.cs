using System.Security.Claims;
using ModelContextProtocol.Server;

namespace McpSecure.Benchmarks.Support;

/// <summary>How large a measured server and its policy are, and who calls.</summary>
internal sealed record Load
{
    public required Filters Filters { get; init; }

    /// <summary>The tools of the server. Each is named by each role.</summary>
    public int Tools { get; init; } = 10;

    /// <summary>The roles in the policy.</summary>
    public int Roles { get; init; } = 1;

    /// <summary>The user whom an authenticating transport would attach. Null: the local person, in the last role.</summary>
    public ClaimsPrincipal? User { get; init; }

    /// <summary>Whether each tool gives up its thread once, as a tool that reads a file does.</summary>
    public bool Suspends { get; init; }

    /// <summary>How many calls of the caller may run at once. Null: any number.</summary>
    public int? ConcurrentCalls { get; init; } = 32;

    /// <summary>What else is done to the options of McpSecure. Null: nothing.</summary>
    public Action<McpSecurityOptions>? Security { get; init; }

    /// <summary>What else is done to the options of the server. Null: nothing.</summary>
    public Action<McpServerOptions>? Also { get; init; }

    /// <summary>A user with the claims a token usually brings, in some of the roles.</summary>
    public static ClaimsPrincipal UserIn(params IEnumerable<int> roles) => new(new ClaimsIdentity(
        [
            new Claim("iss", "https://login.example"), new Claim("aud", "https://mcp.example"), new Claim("iat", "1750000000"),
            new Claim("exp", "1750003600"), new Claim("sub", "7f4c"), new Claim("name", "Ada"), new Claim("client_id", "desk"),
            .. roles.Select(role => new Claim(ClaimTypes.Role, Names.Role(role))),
        ],
        authenticationType: "Bearer"));
}
