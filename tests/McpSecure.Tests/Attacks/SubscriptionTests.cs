using System.Security.Claims;
using McpSecure.Authorization;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Slots = McpSecure.Pipeline.Slots;

namespace McpSecure.Tests.Attacks;

/// <summary>Whoever may not read a resource neither subscribes to it nor hears that it changed.</summary>
public sealed class SubscriptionTests
{
    private const string Open = "mem://open/a";
    private const string Secret = "mem://secret/a";
    private readonly Ran _ran = new();

    [Theory]
    [InlineData("resources/read", Secret, true)]
    [InlineData("resources/read", Secret, false)]
    [InlineData("resources/read", "MEM://SECRET/a", true)] // the SDK ignores case
    [InlineData("resources/read", "MEM://SECRET/a", false)]
    [InlineData("resources/read", "file:///x", true)] // of a template
    [InlineData("resources/read", "file:///x", false)]
    [InlineData("resources/subscribe", Secret, true)]
    [InlineData("resources/subscribe", Secret, false)]
    [InlineData("resources/unsubscribe", Secret, true)]
    [InlineData("resources/unsubscribe", Secret, false)]
    public async Task A_resource_that_no_role_grants_is_out_of_reach(string method, string uri, bool guarded)
    {
        await using var session = await StartAsync(guarded ? Without.Nothing : Without.Guard<AuthorizationGuard>());

        var answer = await session.ConnectRaw().RequestAsync(method, $$"""{"uri":"{{uri}}"}""");

        Assert.Equal(guarded ? 0 : 1, _ran.Entries.Count);
        if (guarded)
        {
            Assert.Equal($"-32002: Unknown resource URI: '{uri}'", answer.Error());
        }
    }

    [Theory]
    [InlineData("mem://open/..%2Fsecret/a")]
    [InlineData("mem://open/%2e%2e/secret/a")]
    [InlineData("mem://open/%252e%252e/secret/a")]
    [InlineData("mem://open/../secret/a")]
    public async Task A_URI_that_says_two_things_is_refused_before_the_policy_reads_it(string uri)
    {
        await using var session = await StartAsync(Without.Nothing);

        var answer = await session.ConnectRaw().RequestAsync("resources/subscribe", $$"""{"uri":"{{uri}}"}""");

        Assert.Contains("invalid_uri", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(_ran.Entries);
    }

    [Theory]
    [InlineData($$"""{"notifications":{"resourceSubscriptions":["{{Secret}}"]} }""")]
    [InlineData($$"""{"notifications":{"resourceSubscriptions":["{{Open}}","{{Secret}}"]} }""")] // each of them counts
    [InlineData($$"""{"notifications":{"resourceSubscriptions":["{{Secret}}","{{Open}}"]} }""")]
    [InlineData($$"""{"NOTIFICATIONS":{"RESOURCESUBSCRIPTIONS":["{{Secret}}"]} }""")] // the SDK ignores case
    public async Task Listening_to_a_resource_needs_the_right_to_read_it(string parameters)
    {
        foreach (var guarded in new[] { true, false })
        {
            var ran = new Ran();
            await using var session = await StartAsync(guarded ? Without.Nothing : Without.Slot(Slots.Incoming), ran: ran);

            var answer = await session.ConnectRaw().ModernRequestAsync("subscriptions/listen", parameters);

            Assert.Equal(guarded ? [] : ["listen"], ran.Entries);
            Assert.Equal(guarded, answer.TryGetProperty("error", out _));
        }
    }

    [Theory]
    [InlineData($$"""{"notifications":{"resourceSubscriptions":["{{Open}}"],"RESOURCESUBSCRIPTIONS":["{{Secret}}"]} }""")]
    [InlineData($$"""{"notifications":{"resourceSubscriptions":["{{Secret}}"],"resourceSubscriptions":["{{Open}}"]} }""")]
    [InlineData($$"""{"notifications":{"resourceSubscriptions":["{{Open}}"],"resourceSubscriptions":["{{Secret}}"]} }""")]
    [InlineData($$"""{"notifications":{"resourceSubscriptions":["{{Open}}"]},"Notifications":{"resourceSubscriptions":["{{Secret}}"]} }""")]
    public async Task Listening_in_words_that_could_be_read_in_two_ways_is_refused(string parameters)
    {
        await using var session = await StartAsync(Without.Nothing);

        var answer = await session.ConnectRaw().ModernRequestAsync("subscriptions/listen", parameters);

        Assert.Empty(_ran.Entries);
        Assert.True(answer.TryGetProperty("error", out _));
    }

    [Theory]
    [InlineData(Open, true, 1)]
    [InlineData(Secret, true, 0)]
    [InlineData(Secret, false, 1)]
    public async Task An_update_reaches_who_subscribed_and_may_read_it(string updated, bool guarded, int received)
    {
        await using var session = await StartAsync(guarded ? Without.Nothing : Without.Slot(Slots.Outgoing));
        var peer = session.ConnectRaw();
        await peer.RequestAsync("resources/subscribe", $$"""{"uri":"{{Open}}"}""");

        await UpdateAsync(session, updated);
        await peer.RequestAsync("ping");

        Assert.Equal(received, peer.Notifications.Count);
    }

    [Fact]
    public async Task Who_did_not_subscribe_hears_nothing()
    {
        await using var session = await StartAsync(Without.Nothing);
        var peer = session.ConnectRaw();

        await UpdateAsync(session, Open);
        await peer.RequestAsync("ping");

        Assert.Empty(peer.Notifications);
    }

    [Fact]
    public async Task In_a_session_of_several_callers_all_have_to_be_allowed()
    {
        var user = Given.User("ada", "admin");
        await using var session = await StartAsync(Without.Nothing, () => user);
        var peer = session.ConnectRaw();

        await peer.RequestAsync("resources/subscribe", $$"""{"uri":"{{Secret}}"}""");
        await UpdateAsync(session, Secret);
        await peer.RequestAsync("ping");
        Assert.Single(peer.Notifications);

        user = Given.User("eve", "guest");
        await peer.RequestAsync("resources/subscribe", $$"""{"uri":"{{Open}}"}""");
        await UpdateAsync(session, Secret);
        await peer.RequestAsync("ping");
        Assert.Single(peer.Notifications);
    }

    [Theory]
    [InlineData(Open, true, 1)]
    [InlineData(Secret, true, 0)]
    [InlineData(Secret, false, 1)]
    public async Task An_update_on_a_listening_stream_reaches_who_may_read_it(string updated, bool guarded, int received)
    {
        // The application's own stream: it listens until told to stop, and sends what it likes.
        var (listening, stop) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var session = await StartAsync(guarded ? Without.Nothing : Without.Slot(Slots.Outgoing), listen: async (request, _) =>
        {
            await request.Server.SendNotificationAsync(
                NotificationMethods.ResourceUpdatedNotification,
                new ResourceUpdatedNotificationParams
                {
                    Uri = updated,
                    Meta = new() { [MetaKeys.SubscriptionId] = System.Text.Json.Nodes.JsonValue.Create((string)request.JsonRpcRequest.Id.Id!) },
                },
                cancellationToken: Patience.Token);
            listening.SetResult();
            await stop.Task.OrGiveUp();
            return new EmptyResult();
        });
        var peer = session.ConnectRaw();

        var parameters = RawPeer.WithMeta($$"""{"notifications":{"resourceSubscriptions":["{{Open}}"]} }""");
        var answer = peer.ExchangeAsync("\"l\"", $$"""{"jsonrpc":"2.0","id":"l","method":"subscriptions/listen","params":{{parameters}}}""");
        await listening.Task.OrGiveUp();
        stop.SetResult();
        await answer;

        Assert.Equal(received, peer.Notifications.Count);
    }

    private static Task UpdateAsync(Session session, string uri) => session.Server.SendNotificationAsync(
        NotificationMethods.ResourceUpdatedNotification, new ResourceUpdatedNotificationParams { Uri = uri }, cancellationToken: Patience.Token);

    private Task<Session> StartAsync(
        Action<IServiceCollection> without,
        Func<ClaimsPrincipal?>? user = null,
        McpRequestHandler<SubscriptionsListenRequestParams, EmptyResult>? listen = null,
        Ran? ran = null) => Session.StartAsync(
        server =>
        {
            server
                .WithResources(
                [
                    Given.Resource(Open, _ran),
                    Given.Resource(Secret, _ran),
                    Given.Resource("file:///{path}", (string path) => _ran.Note(path)),
                ])
                .WithSubscribeToResourcesHandler(Note<SubscribeRequestParams>("subscribe", ran))
                .WithUnsubscribeFromResourcesHandler(Note<UnsubscribeRequestParams>("unsubscribe", ran))
                .AddMcpSecurity();
            server.Services.Configure<McpServerOptions>(options =>
                options.Handlers.SubscriptionsListenHandler = listen ?? Note<SubscriptionsListenRequestParams>("listen", ran));
        },
        Target.Setup(without) with { User = user is null ? null : _ => user() });

    private McpRequestHandler<TParams, EmptyResult> Note<TParams>(string what, Ran? ran) => (_, _) =>
    {
        (ran ?? _ran).Note(what);
        return new(new EmptyResult());
    };
}
