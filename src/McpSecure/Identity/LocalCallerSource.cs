using Microsoft.Extensions.Options;

namespace McpSecure.Identity;

/// <summary>On stdio the client was started by the same person as the server: the process owner, in the configured role.</summary>
internal sealed class LocalCallerSource : ICallerSource
{
    private readonly Caller _owner;

    public LocalCallerSource(IOptions<McpSecurityOptions> options) => _owner = new Caller
    {
        Issuer = "local",
        Subject = Environment.UserName,
        DisplayName = Environment.UserName,
        Roles = options.Value.LocalRole is { } role ? [role] : [],
        IsLocal = true,
    };

    public ValueTask<Caller> IdentifyAsync(CallerContext context, CancellationToken cancellationToken) => new(_owner);
}
