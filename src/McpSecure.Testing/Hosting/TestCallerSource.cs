using McpSecure.Identity;

namespace McpSecure.Testing.Hosting;

/// <summary>Takes the word of a test for who is calling, and asks the server's own source about everybody else.</summary>
/// <param name="local">Knows the person who started the process.</param>
/// <param name="claims">Knows the users that a transport authenticated.</param>
/// <param name="own">The source that the server registered in place of both.</param>
internal sealed class TestCallerSource(LocalCallerSource local, ClaimsCallerSource claims, ICallerSource? own) : ICallerSource
{
    public ValueTask<Caller> IdentifyAsync(CallerContext context, CancellationToken cancellationToken) => context.User switch
    {
        StandIn { Caller: { } caller } => new(caller),
        StandIn => (own ?? local).IdentifyAsync(new CallerContext { IsLocal = true }, cancellationToken),
        var user => (own ?? claims).IdentifyAsync(new CallerContext { User = user }, cancellationToken),
    };
}
