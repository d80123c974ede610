#pragma warning disable MCPEXP002 // a custom request handler is one of the doors
using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.BadInput;

/// <summary>A server with something behind every door: granted, to be asked for, and hidden. Nothing in it repeats what it is sent.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    /// <summary>What only an administrator may reach. None of it may ever run for the guest who sends everything here.</summary>
    public const string Hidden = "hidden: ";

    private const string Policy = """
        {
          "McpSecurity": {
            "AnonymousRole": "guest",
            "AllowedMethods": { "x/custom": "Allow" },
            "Roles": {
              "guest": {
                "Tools": { "read_file": "Allow", "delete_file": "Ask" },
                "Prompts": { "greet": "Allow" },
                "Resources": { "open": { "Uri": "docs://open/**", "Access": "Allow" } }
              },
              "admin": {
                "Tools": { "*": "Allow" }, "Prompts": { "*": "Allow" }, "Resources": { "all": { "Uri": "docs://**", "Access": "Allow" } }
              }
            }
          }
        }
        """;

    private readonly string _version;

    private Workshop(Session session, RawPeer peer, Ran ran, string version)
    {
        (Session, Peer, Ran, _version) = (session, peer, ran, version);
        Measured = new RecordedMeasurements(McpSecurityTelemetry.MeterName, session.Services.GetRequiredService<IMeterFactory>());
    }

    public Session Session { get; }

    public RawPeer Peer { get; }

    public Ran Ran { get; }

    public RecordedMeasurements Measured { get; }

    /// <summary>The records of everything so far, the handshake included.</summary>
    public IReadOnlyList<LogEntry> Records => [.. Session.Logs.From(McpSecurityTelemetry.LogCategory).Where(entry => entry.EventId.Name is "mcpsecure.message" or "mcpsecure.refusal")];

    /// <summary>How many of the records are the handshake's.</summary>
    public int HandshakeRecords => _version == ProtocolVersions.July2026 ? 0 : 2;

    public static async Task<Workshop> OpenAsync(
        Action<IServiceCollection>? services = null,
        Func<Ran, IEnumerable<McpServerTool>>? tools = null,
        string version = ProtocolVersions.November2025)
    {
        var ran = new Ran();
        McpServerTool[] granted = [.. tools?.Invoke(ran) ?? []];
        var session = await Session.StartAsync(
            server => Furnish(server.WithTools(granted).AddMcpSecurity(options => Grant(options, granted)), ran),
            new SessionSetup { Settings = Policy, Services = services });
        var workshop = new Workshop(session, await session.ConnectRawAsync(version), ran, version);

        // Messages are handled side by side: the record of the last message of the handshake could come after the first of the test.
        await workshop.RecordedAsync(static _ => true, workshop.HandshakeRecords);
        return workshop;
    }

    /// <summary>Sends a request in the way the session's version wants it.</summary>
    public Task<JsonElement> RequestAsync(string method, string parameters = "{}") => Peer.RequestAsync(_version, method, parameters);

    /// <summary>A good call, to see that the server lives.</summary>
    public async Task AssertServesAsync()
    {
        var answer = await RequestAsync("tools/call", """{"name":"read_file","arguments":{"path":"alive"}}""");
        Assert.Equal("done", answer.Text());
    }

    /// <summary>Waits until a message has ended: those that were sent one after the other are handled side by side.</summary>
    public async Task RecordedAsync(Func<LogEntry, bool> isMeant, int times = 1)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (Records.Count(isMeant) < times)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Hangs up, waits for every message to end, and makes sure that nothing was said that nobody asked for.</summary>
    public async Task<IReadOnlyList<LogEntry>> CloseAsync()
    {
        await Session.FinishAsync();
        Assert.Null(await Peer.ReadNextAsync());
        Assert.DoesNotContain(Ran.Entries, entry => entry.StartsWith(Hidden, StringComparison.Ordinal));
        return Records;
    }

    public async ValueTask DisposeAsync()
    {
        Measured.Dispose();
        await Session.DisposeAsync();
    }

    private static void Grant(McpSecurityOptions options, IEnumerable<McpServerTool> tools)
    {
        foreach (var tool in tools)
        {
            options.Roles["guest"].Tools[tool.ProtocolTool.Name] = Access.Allow;
        }
    }

    private static void Furnish(IMcpServerBuilder server, Ran ran)
    {
        string Note(string what)
        {
            ran.Note(what);
            return "done";
        }

        server.WithTools([
                Given.Tool("read_file", (string path, Dictionary<string, string>? labels = null) => Note($"read_file({path})")),
                Given.Tool("delete_file", (string path) => Note($"{Hidden}delete_file({path})")),
                Given.Tool("purge", (string path) => Note($"{Hidden}purge({path})"))])
            .WithPrompts([
                Given.Prompt("greet", (string? who = null) => Note("greet")),
                Given.Prompt("secret", () => Note($"{Hidden}secret"))])
            .WithResources([
                Given.Resource("docs://open/a", () => Note("docs://open/a")),
                Given.Resource("docs://open/page/{id}", (string id) => Note("docs://open/page")),
                Given.Resource("docs://closed/a", () => Note($"{Hidden}docs://closed/a")),
                Given.Resource("docs://closed/page/{id}", (string id) => Note($"{Hidden}docs://closed/page"))])
            .WithCompleteHandler((request, _) =>
            {
                Note(IsHidden(request.Params.Ref) ? $"{Hidden}completion" : "completion");
                return new(new CompleteResult { Completion = new Completion { Values = ["done"] } });
            })
            .WithSubscribeToResourcesHandler((request, _) => Subscribed(request.Params.Uri, "subscribe", ran))
            .WithUnsubscribeFromResourcesHandler((request, _) => Subscribed(request.Params.Uri, "unsubscribe", ran))
            .Services.Configure<McpServerOptions>(options => options.RequestHandlers =
            [
                new McpServerRequestHandler { Method = "x/custom", Handler = (_, _) => new(new JsonObject { ["ran"] = Note("custom") }) },
            ]);
    }

    private static bool IsHidden(Reference reference) => reference switch
    {
        PromptReference prompt => prompt.Name != "greet",
        ResourceTemplateReference resource => resource.Uri?.StartsWith("docs://open/", StringComparison.OrdinalIgnoreCase) != true,
        _ => true,
    };

    private static ValueTask<EmptyResult> Subscribed(string? uri, string what, Ran ran)
    {
        ran.Note(uri?.StartsWith("docs://open/", StringComparison.OrdinalIgnoreCase) == true ? what : $"{Hidden}{what}");
        return new(new EmptyResult());
    }
}
