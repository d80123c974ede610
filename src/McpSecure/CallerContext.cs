using System.Security.Claims;

namespace McpSecure;

/// <summary>What is known about the sender of a message before he is identified.</summary>
public sealed class CallerContext
{
    /// <summary>Gets the principal the transport authenticated.</summary>
    /// <value><see langword="null"/> on stdio, on streams and for anonymous HTTP requests. May hold unauthenticated identities.</value>
    public ClaimsPrincipal? User { get; init; }

    /// <summary>Gets a value indicating whether the message came over a transport that only the person who started the process can reach.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool IsLocal { get; init; }
}
