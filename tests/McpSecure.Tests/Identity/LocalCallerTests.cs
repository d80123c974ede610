using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using McpSecure.Calls;
using McpSecure.Identity;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Identity;

/// <summary>Who is the person that started the process? On stdio the client is; everywhere else nobody.</summary>
public sealed class LocalCallerTests
{
    private const string LocalPolicy = """
        { "McpSecurity": { "LocalRole": "owner", "Roles": { "owner": { "Tools": { "tool": "Allow" } } } } }
        """;

    private readonly Ran _ran = new();

    [Theory]
    [InlineData(null, false)]  // a stream in memory is a network
    [InlineData(false, false)]
    [InlineData(true, true)]   // code says that only the local person can reach it
    public async Task A_stream_is_local_only_if_code_says_so(bool? local, bool runs)
    {
        await using var session = await StartAsync(local, LocalPolicy);

        var answer = await session.ConnectRaw().CallToolAsync("tool");

        Assert.Equal(runs ? ["tool"] : [], _ran.Entries);
        Assert.Equal(runs, answer.TryGetProperty("result", out _));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Without_configuration_the_local_person_may_use_everything_and_nobody_else_anything(bool local, bool runs)
    {
        await using var session = await StartAsync(local, settings: null);
        var peer = session.ConnectRaw();

        await peer.CallToolAsync("tool");
        var destructive = await peer.CallToolAsync("destructive");
        var tools = await peer.RequestAsync("tools/list");

        Assert.Equal(runs ? ["tool"] : [], _ran.Entries);
        Assert.Equal(runs, destructive.GetRawText().Contains("approval_required", StringComparison.Ordinal));
        Assert.Equal(runs ? 2 : 0, tools.Result().GetProperty("tools").GetArrayLength());
    }

    /// <summary>Claims do not come from a local transport, and where they do the person is still the one who started the process.</summary>
    [Fact]
    public async Task The_local_person_is_the_owner_of_the_process_in_the_configured_role()
    {
        await using var session = await StartAsync(local: true, LocalPolicy);

        await session.ConnectRaw().CallToolAsync("tool");
        await session.FinishAsync();

        var entry = Assert.Single(session.Logs.From(McpSecurityTelemetry.LogCategory));
        Assert.Equal((Environment.UserName, "owner"), (entry["Caller"], entry["Roles"]));
    }

    [Fact]
    public async Task The_local_role_is_not_for_a_role_claim_to_take()
    {
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity().WithTools([Given.Tool("tool", _ran)]),
            new SessionSetup { Settings = LocalPolicy, User = _ => Given.User(Environment.UserName, "Owner", "local") });

        await session.ConnectRaw().CallToolAsync("tool");

        Assert.Empty(_ran.Entries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(null)]
    public async Task HTTP_beside_a_local_transport_is_never_local(bool? local)
    {
        // The message of an HTTP request names the transport of that request, whatever the session's own transport is.
        await using var server = await HttpServer.StartAsync(
            builder => builder.AddMcpSecurity(options => options.LocalTransport = local).WithTools([Given.Tool("tool", _ran)]),
            new SessionSetup
            {
                Settings = LocalPolicy,
                Services = services => services.AddSingleton(Stdio),
            });

        var answer = await server.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"tool"}}""");

        Assert.Equal("-32602: Unknown tool: 'tool'", answer.Answer.Error());
        Assert.Empty(_ran.Entries);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]  // in an HTTP request
    [InlineData(false, true, false)]  // a proxy feeds stdio
    public async Task Only_what_came_directly_over_a_local_transport_is_local(bool isLocal, bool isDirect, bool expected)
    {
        var options = Options.Create(new McpSecurityOptions { LocalTransport = isLocal });
        using var services = new ServiceCollection().BuildServiceProvider();
        var identifier = new CallerIdentifier(
            new LocalTransport(services, options), new LocalCallerSource(options), new ClaimsCallerSource(options));

        var caller = await identifier.IdentifyAsync(user: null, isDirect, CancellationToken.None);

        Assert.Equal(expected, caller.IsLocal);
        Assert.Equal(expected, caller.IsAuthenticated);
    }

    [Fact]
    public void Only_stdio_as_the_only_transport_is_local_by_itself()
    {
        Assert.False(IsLocal());
        Assert.True(IsLocal(Stdio));
        Assert.False(IsLocal(Stdio, Stdio));
        Assert.False(IsLocal(Stream()));
        Assert.False(IsLocal(Stdio, Stream()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // the same transport on other streams
    public void The_bounded_stdio_is_stdio(bool isStdio)
    {
        Assert.Equal(isStdio, IsLocal(new OfOurs { IsStdio = isStdio }));
        Assert.False(IsLocal(new OfOurs { IsStdio = isStdio }, Stdio));
    }

    /// <summary>Of the right type and nothing more: a real one would read the standard input of the test run.</summary>
    private static ITransport Stdio => (ITransport)RuntimeHelpers.GetUninitializedObject(typeof(StdioServerTransport));

    private static StreamServerTransport Stream() => new(new Pipe().Reader.AsStream(), new Pipe().Writer.AsStream());

    private static bool IsLocal(params ITransport[] transports)
    {
        var services = new ServiceCollection();
        foreach (var transport in transports)
        {
            services.AddSingleton(transport);
        }

        return new LocalTransport(services.BuildServiceProvider(), Options.Create(new McpSecurityOptions())).IsLocal;
    }

    private sealed class OfOurs : ITransport, IStdioTransport
    {
        public required bool IsStdio { get; init; }

        public string? SessionId => null;

        public ChannelReader<JsonRpcMessage> MessageReader { get; } = Channel.CreateUnbounded<JsonRpcMessage>();

        public Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public ValueTask DisposeAsync() => default;
    }

    private Task<Session> StartAsync(bool? local, string? settings) => Session.StartAsync(
        server => server.AddMcpSecurity(options => options.LocalTransport = local).WithTools(
        [
            Given.Tool("tool", _ran),
            Given.Tool("destructive", () => _ran.Note("destructive"), options => options.Destructive = true),
        ]),
        new SessionSetup { Settings = settings });
}
