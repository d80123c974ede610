using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Security.Claims;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Testing.Transport;

/// <summary>Two pipes between a client and a server, which carry the same bytes as stdio would.</summary>
internal sealed class Line
{
    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();
    private readonly ConcurrentDictionary<RequestId, PendingCall> _calls = new();

    /// <summary>Makes the server's end, which knows who is at the other one, as a transport with authentication does.</summary>
    public ITransport ServerEnd(ClaimsPrincipal? user, ILoggerFactory? loggers) => new Listener(
        new StreamServerTransport(_toServer.Reader.AsStream(), _toClient.Writer.AsStream(), loggerFactory: loggers),
        message => Receive(message, user));

    /// <summary>Makes the client's end.</summary>
    public IClientTransport ClientEnd() =>
        new Dialer(new StreamClientTransport(_toServer.Writer.AsStream(), _toClient.Reader.AsStream()), Send);

    /// <summary>Hangs up, as a client does that ends.</summary>
    public ValueTask CloseAsync() => _toServer.Writer.CompleteAsync();

    /// <summary>Ends the client's wait, as a server does that ends.</summary>
    public ValueTask CloseServerAsync() => _toClient.Writer.CompleteAsync();

    private void Send(JsonRpcMessage message)
    {
        if (message is JsonRpcRequest request && PendingCall.Current is { } call)
        {
            _calls[request.Id] = call;
        }
    }

    private void Receive(JsonRpcMessage message, ClaimsPrincipal? user)
    {
        message.Context ??= new JsonRpcMessageContext();
        message.Context.User = user;
        if (message is JsonRpcRequest request && _calls.TryRemove(request.Id, out var call))
        {
            call.Received(message);
        }
    }
}
