using System.Runtime.CompilerServices;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>What has to be remembered between the messages of one session. Forgotten with it.</summary>
/// <remarks>
/// A session is known by its options object: the SDK makes one for each stdio server, each stateful HTTP session and each stateless
/// request. Servers that share one object by hand share the memory too; what is decided from it is then the strictest of all.
/// </remarks>
internal sealed class Sessions
{
    private readonly ConditionalWeakTable<McpServerOptions, Session> _sessions = [];

    public Session Of(MessageContext context) => _sessions.GetValue(context.Server.ServerOptions, static _ => new Session());
}
