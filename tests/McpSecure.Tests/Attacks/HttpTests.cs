using System.Text.Json;
using McpSecure.Authorization;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Slots = McpSecure.Pipeline.Slots;

namespace McpSecure.Tests.Attacks;

/// <summary>Stateless HTTP, where server and options are made anew for every request: the same protections, for each user his own.</summary>
public sealed class HttpTests
{
    private readonly Ran _ran = new();

    [Theory]
    [MemberData(nameof(ProtocolVersions.All), MemberType = typeof(ProtocolVersions))]
    public async Task Each_user_sees_and_calls_what_his_roles_grant(string version)
    {
        await using var server = await StartAsync(Without.Nothing);
        var guest = await server.ConnectAsync("gus: guest", version);
        var admin = await server.ConnectAsync("ada: guest, admin", version);

        var seen = await guest.ListToolsAsync(cancellationToken: Patience.Token);
        var all = await admin.ListToolsAsync(cancellationToken: Patience.Token);
        await admin.CallToolAsync("secret", cancellationToken: Patience.Token);
        await guest.CallToolAsync("open", cancellationToken: Patience.Token);
        var refused = await Assert.ThrowsAsync<ModelContextProtocol.McpProtocolException>(
            () => guest.CallToolAsync("secret", cancellationToken: Patience.Token).AsTask());

        Assert.Equal(["open"], seen.Select(tool => tool.Name));
        Assert.Equal(["open", "secret"], all.Select(tool => tool.Name));
        Assert.Contains("Unknown tool: 'secret'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["secret", "open"], _ran.Entries);
    }

    [Theory]
    [InlineData(null, new string[0])] // nobody
    [InlineData("eve", new string[0])] // somebody without a role
    [InlineData("eve: other", new string[0])]
    [InlineData("eve: GUEST", new string[0])]
    [InlineData("gus: guest", new[] { "open" })]
    public async Task A_user_has_the_roles_his_claims_say_and_no_other(string? user, string[] ran)
    {
        await using var server = await StartAsync(Without.Nothing, anonymous: false);

        await server.PostAsync(Request("tools/call", """{"name":"open"}"""), user);

        Assert.Equal(ran, _ran.Entries);
    }

    [Theory]
    [InlineData("tools/call", """{"name":"secret"}""", "secret")]
    [InlineData("prompts/get", """{"name":"secret"}""", "secret")]
    [InlineData("resources/read", """{"uri":"mem://secret/a"}""", "mem://secret/a")]
    public async Task What_a_user_may_not_use_does_not_run(string method, string parameters, string attacked)
    {
        await using var guarded = await StartAsync(Without.Nothing);
        await guarded.PostAsync(Request(method, parameters), "gus: guest");
        Assert.Empty(_ran.Entries);

        await using var open = await StartAsync(Without.Guard<AuthorizationGuard>());
        await open.PostAsync(Request(method, parameters), "gus: guest");
        Assert.Equal([attacked], _ran.Entries);
    }

    [Theory]
    [InlineData("""{"name":"open","arguments":{"a":1,"a":2}}""", "invalid_request")]
    [InlineData("""{"name":"open","arguments":{"a":1}}""", "invalid_arguments")]
    [InlineData("""{"name":"open","requestState":"x"}""", "invalid_request_state")]
    [InlineData("null", "invalid_request")]
    public async Task A_request_of_the_wrong_shape_does_not_run(string parameters, string code)
    {
        await using var server = await StartAsync(Without.Nothing);

        var answer = await server.PostAsync(Request("tools/call", parameters), "gus: guest");

        Assert.Contains(code, answer.Answer.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(_ran.Entries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lists_of_two_users_do_not_mix(bool guarded)
    {
        await using var server = await StartAsync(guarded ? Without.Nothing : Without.Slot(Slots.Lists | Slots.Start));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            var isAdmin = number % 2 == 0;
            var answer = await server.PostAsync(Request("tools/list", "{}"), isAdmin ? "ada: admin" : "gus: guest");
            return (IsAdmin: isAdmin, Names: answer.Answer.Result().GetProperty("tools").EnumerateArray().Count());
        }));

        Assert.All(answers, answer => Assert.Equal(answer.IsAdmin || !guarded ? 2 : 1, answer.Names));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_filter_that_exchanges_the_tool_gets_it_refused(bool guarded)
    {
        await using var server = await StartAsync(guarded ? Without.Nothing : Without.Slot(Slots.Innermost | Slots.Start), builder => builder
            .WithRequestFilters(filters => filters.AddCallToolFilter(next => (request, cancellationToken) =>
            {
                request.MatchedPrimitive = request.Server.ServerOptions.ToolCollection!["secret"];
                return next(request, cancellationToken);
            })));

        await server.PostAsync(Request("tools/call", """{"name":"open"}"""), "gus: guest");

        Assert.Equal(guarded ? [] : ["secret"], _ran.Entries);
    }

    [Fact]
    public async Task Zero_configuration_gives_nobody_anything()
    {
        await using var server = await HttpServer.StartAsync(builder => builder.WithTools([Given.Tool("open", _ran)]).AddMcpSecurity());

        var list = await server.PostAsync(Request("tools/list", "{}"), "ada: admin");
        var call = await server.PostAsync(Request("tools/call", """{"name":"open"}"""), "ada: admin");

        Assert.Empty(list.Answer.Result().GetProperty("tools").EnumerateArray());
        Assert.Equal("-32602: Unknown tool: 'open'", call.Answer.Error());
        Assert.Empty(_ran.Entries);
    }

    private static string Request(string method, string parameters) =>
        $$"""{"jsonrpc":"2.0","id":1,"method":{{JsonSerializer.Serialize(method)}},"params":{{parameters}}}""";

    private Task<HttpServer> StartAsync(Action<IServiceCollection> without, Action<IMcpServerBuilder>? more = null, bool anonymous = true) => HttpServer.StartAsync(
        server =>
        {
            server
                .WithTools([Given.Tool("open", _ran), Given.Tool("secret", _ran)])
                .WithPrompts([Given.Prompt("secret", _ran)])
                .WithResources([Given.Resource("mem://secret/a", _ran)])
                .AddMcpSecurity(options => options.AnonymousRole = anonymous ? options.AnonymousRole : null);
            more?.Invoke(server);
        },
        Target.Setup(without));
}
