using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Support;

/// <summary>
/// Stateless Streamable HTTP as the SDK's HTTP package does it where security is concerned: options and server are made anew for every
/// request by <see cref="IOptionsFactory{TOptions}"/>, and an authenticated user travels in the message's context. It does not compare
/// the <c>Mcp-*</c> headers with the body and answers every accepted POST with 200 or 202.
/// </summary>
internal static class StatelessEndpoint
{
    private static readonly JsonTypeInfo<JsonRpcMessage> MessageType =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    public static async Task HandleAsync(HttpContext http)
    {
        if (await ReadAsync(http) is not { } message)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var services = http.RequestServices;
        var options = services.GetRequiredService<IOptionsFactory<McpServerOptions>>().Create(Options.DefaultName);
        options.ScopeRequests = false; // the HTTP request is the scope already
        var loggers = services.GetRequiredService<ILoggerFactory>();
        await using var transport = new StreamableHttpServerTransport(loggers) { Stateless = true };
        await using var server = McpServer.Create(transport, options, loggers, services);
        var running = server.RunAsync(http.RequestAborted);

        await AnswerAsync(http, transport, message);
        await transport.DisposeAsync(); // no more messages: the server finishes
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task<JsonRpcMessage?> ReadAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || !http.Request.HasJsonContentType())
        {
            return null;
        }

        try
        {
            var message = await http.Request.ReadFromJsonAsync(MessageType, http.RequestAborted);
            message?.Context = new JsonRpcMessageContext
            {
                User = http.User.Identity?.IsAuthenticated == true ? http.User : null,
                ProtocolVersion = http.Request.Headers["MCP-Protocol-Version"] is [{ Length: > 0 } version] ? version : null,
            };
            return message;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task AnswerAsync(HttpContext http, StreamableHttpServerTransport transport, JsonRpcMessage message)
    {
        http.Response.ContentType = "text/event-stream";
        http.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
        var answered = await transport.HandlePostRequestAsync(message, http.Response.Body, http.RequestAborted);
        if (!answered)
        {
            http.Response.ContentType = null;
            http.Response.StatusCode = StatusCodes.Status202Accepted;
        }
    }
}
