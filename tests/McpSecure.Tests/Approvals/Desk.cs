using System.Security.Claims;
using System.Text.Json;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Approvals;

/// <summary>A server with calls that a person has to agree to, and code that asks for something itself, in each of the ways there are.</summary>
internal sealed class Desk
{
    public const string Policy = """
        "Roles": {
          "clerk": {
            "Tools": { "erase": "Ask", "form": "Ask", "chat_asked": "Ask", "chat_form": "Ask", "note": "Allow", "confirm": "Allow", "chat": "Allow", "count": "Ask" },
            "Prompts": { "letter": "Ask" },
            "Resources": { "vault": { "Uri": "vault://**", "Access": "Ask" } }
          }
        }
        """;

    public Ran Ran { get; } = new();

    public FakeTime Time { get; } = new();

    public ClaimsPrincipal? User { get; set; } = Given.User("ann", "clerk");

    public Task<Session> StartAsync(bool isSecured = true, string policy = Policy, Action<IServiceCollection>? services = null, Action<IMcpServerBuilder>? configure = null) =>
        Session.StartAsync(Server(isSecured, configure), Setup(policy, services));

    public Task<HttpServer> StartHttpAsync(string policy = Policy, Action<IServiceCollection>? services = null) =>
        HttpServer.StartAsync(Server(isSecured: true), Setup(policy, services));

    private Action<IMcpServerBuilder> Server(bool isSecured, Action<IMcpServerBuilder>? configure = null) => server =>
    {
        server
            .WithTools(
            [
                Given.Tool("note", Ran),
                Given.Tool("erase", (string path, int? days = null) => Ran.Note($"erase({path},{days})")),
                Given.Tool("count", (JsonElement what) => Ran.Note($"count({what.GetRawText()})")),
                Given.Tool("confirm", Confirm),
                Given.Tool("form", (RequestContext<CallToolRequestParams> request) => Form(request)),
                Given.Tool("chat", ChatAsync),
                Given.Tool("chat_asked", ChatAsync),
                Given.Tool("chat_form", ChatThenFormAsync),
            ])
            .WithPrompts([Given.Prompt("letter", (string? to = null) => Ran.Note($"letter({to})"))])
            .WithResources([Given.Resource("vault://{box}", (string box) => Ran.Note($"vault({box})"))]);
        configure?.Invoke(server);
        if (isSecured)
        {
            server.AddMcpSecurity();
        }
    };

    private SessionSetup Setup(string policy, Action<IServiceCollection>? services) => new()
    {
        Settings = $$"""{ "McpSecurity": { {{policy}} } }""",
        User = _ => User,
        Services = added =>
        {
            added.AddSingleton<TimeProvider>(Time);
            services?.Invoke(added);
        },
    };

    /// <summary>The pattern of the SDK's documentation: it looks only at the answers.</summary>
    private string Confirm(RequestContext<CallToolRequestParams> request, string what) =>
        request.Params!.InputResponses is { } given && given["sure"].Deserialize(InputResponse.ElicitResultJsonTypeInfo) is { IsAccepted: true }
            ? Ran.Note($"confirmed({what})")
            : throw Asks("sure", "state of confirm");

    /// <summary>Two rounds, and a state of its own between them.</summary>
    private string Form(RequestContext<CallToolRequestParams> request) => request.Params!.RequestState switch
    {
        null => throw Asks("name", "1"),
        "1" => throw Asks("age", "2"),
        "2" => Ran.Note($"form({request.Params.InputResponses!["age"].RawValue.GetRawText()})"),
        var other => throw new InvalidOperationException(other),
    };

    private async Task<string> ChatAsync(McpServer server, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await server.ElicitAsync(Box(), cancellationToken);
            return Ran.Note($"chat({answer.Action})");
        }
        catch (OperationCanceledException)
        {
            return Ran.Note("chat stopped");
        }
    }

    /// <summary>Waits for one answer, and ends by asking for another.</summary>
    private async Task<string> ChatThenFormAsync(RequestContext<CallToolRequestParams> request, McpServer server, CancellationToken cancellationToken)
    {
        if (request.Params!.RequestState is not null)
        {
            return Ran.Note("chat_form");
        }

        await server.ElicitAsync(Box(), cancellationToken);
        throw Asks("name", "asked");
    }

    private static InputRequiredException Asks(string name, string state) =>
        new(new Dictionary<string, InputRequest> { [name] = InputRequest.ForElicitation(Box()) }, state);

    /// <summary>What broken code throws.</summary>
    public static Exception Thrown(Type type) => type.Name switch
    {
        nameof(InputRequiredException) => Asks("secret", "secret"),
        nameof(OperationCanceledException) => new OperationCanceledException("secret"),
        nameof(McpProtocolException) => new McpProtocolException("secret", McpErrorCode.InvalidParams),
        _ => new InvalidOperationException("secret"),
    };

    private static ElicitRequestParams Box() => new()
    {
        Message = "Well?",
        RequestedSchema = new() { Properties = { ["text"] = new ElicitRequestParams.StringSchema { MaxLength = 10 } } },
    };
}
