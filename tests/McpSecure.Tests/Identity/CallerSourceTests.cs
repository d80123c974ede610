using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.Identity;

/// <summary>The application's own source of callers, and what happens when it fails.</summary>
public sealed class CallerSourceTests
{
    private const string Settings = """
        { "McpSecurity": { "Roles": { "reader": { "Tools": { "tool": "Allow" } } }, "AnonymousRole": "reader" } }
        """;

    private readonly Ran _ran = new();

    [Fact]
    public async Task It_replaces_the_built_in_ones_and_is_asked_for_every_message()
    {
        var asked = 0;
        await using var session = await StartAsync(new Source(() =>
        {
            Interlocked.Increment(ref asked);
            return new Caller { Subject = "ada", Roles = ["reader"] };
        }));
        var peer = session.ConnectRaw();

        await peer.CallToolAsync("tool");
        await peer.RequestAsync("ping");
        await peer.NotifyAsync("notifications/initialized");
        await session.FinishAsync();

        Assert.Equal(["tool"], _ran.Entries);
        Assert.Equal(3, asked);
        Assert.All(session.Logs.From(McpSecurityTelemetry.LogCategory), entry => Assert.Equal("ada", entry["Caller"]));
    }

    [Fact]
    public async Task The_roles_it_names_decide_and_the_anonymous_role_does_not_help()
    {
        await using var session = await StartAsync(new Source(() => Caller.Anonymous));

        var answer = await session.ConnectRaw().CallToolAsync("tool");

        Assert.Equal("-32602: Unknown tool: 'tool'", answer.Error());
        Assert.Empty(_ran.Entries);
    }

    public static TheoryData<string, Func<Caller>, string> Broken => new()
    {
        { "it throws", () => throw new InvalidOperationException("The directory is down."), "The directory is down." },
        { "it returns null", () => null!, "returned no caller" },
        { "it times out by itself", () => throw new OperationCanceledException("Too slow."), "Too slow." },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Where_it_fails_the_message_is_refused_and_recorded(string reason, Func<Caller> identify, string logged)
    {
        await using var session = await StartAsync(new Source(identify));
        var peer = session.ConnectRaw();

        var answer = await peer.CallToolAsync("tool");
        var ping = await peer.RequestAsync("ping");
        await session.FinishAsync();

        Assert.NotEmpty(reason);
        Assert.Equal("-32603: The request was refused: a security check failed.", answer.Error());
        Assert.Equal("-32603: The request was refused: a security check failed.", ping.Error());
        Assert.Equal("guard_failed", answer.GetProperty("error").GetProperty("data").GetProperty("code").GetString());
        Assert.Empty(_ran.Entries);
        var entries = session.Logs.From(McpSecurityTelemetry.LogCategory);
        Assert.Equal(2, entries.Count);
        Assert.All(entries, entry =>
        {
            Assert.Equal(("refused", "guard_failed", "identity"), (entry["Outcome"], entry["Code"], entry["Guard"]));
            Assert.Contains(logged, entry.Exception?.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_notification_whose_sender_cannot_be_identified_goes_nowhere_and_the_session_lives()
    {
        var isBroken = true;
        await using var session = await StartAsync(new Source(() => isBroken
            ? throw new InvalidOperationException("The directory is down.")
            : new Caller { Subject = "ada", Roles = ["reader"] }));
        var peer = session.ConnectRaw();

        await peer.NotifyAsync("notifications/initialized");
        while (session.Logs.From(McpSecurityTelemetry.LogCategory).Count == 0)
        {
            await Task.Yield();
        }

        isBroken = false;
        await peer.CallToolAsync("tool");

        Assert.Equal(["tool"], _ran.Entries);
        Assert.Equal("identity", session.Logs.From(McpSecurityTelemetry.LogCategory)[0]["Guard"]);
    }

    [Theory]
    [InlineData(ServiceLifetime.Singleton, false)]
    [InlineData(ServiceLifetime.Scoped, true)]
    [InlineData(ServiceLifetime.Transient, true)]
    public async Task One_that_is_no_singleton_stops_the_start(ServiceLifetime lifetime, bool stops)
    {
        var setup = new SessionSetup
        {
            Hosted = true,
            Settings = Settings,
            Services = services => services.Add(new ServiceDescriptor(
                typeof(ICallerSource), _ => new Source(() => Caller.Anonymous), lifetime)),
        };
        var start = Session.StartAsync(server => server.AddMcpSecurity().WithTools([Given.Tool("tool", _ran)]), setup);

        if (stops)
        {
            var error = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => start);
            Assert.Contains($"ICallerSource is registered as {lifetime}; register it as a singleton.", error.Message, StringComparison.Ordinal);
            return;
        }

        await (await start).DisposeAsync();
    }

    /// <summary>A client may call itself what it likes: on every version, and in every message of the newest.</summary>
    [Theory]
    [MemberData(nameof(ProtocolVersions.All), MemberType = typeof(ProtocolVersions))]
    public async Task What_a_client_says_about_itself_is_no_part_of_the_caller(string version)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in new[] { "honest", "ada", "reader" })
        {
            await using var session = await Session.StartAsync(
                server => server.AddMcpSecurity()
                    .WithTools([Given.Tool("tool", _ran)])
                    .WithMessageFilters(filters => filters.AddIncomingFilter(next => (message, cancellationToken) =>
                    {
                        keys.Add(((McpSecure.Pipeline.MessageState)message.Items["McpSecure"]!).Caller.Key);
                        return next(message, cancellationToken);
                    })),
                new SessionSetup { Settings = Settings, User = _ => Given.Principal(("sub", "42"), ("client_id", "app")) });
            var client = await session.ConnectAsync(
                version, options => options.ClientInfo = new Implementation { Name = name, Version = name });

            await Assert.ThrowsAnyAsync<Exception>(async () => await client.CallToolAsync("tool"));
        }

        Assert.Equal(["15:LOCAL AUTHORITY2:423:app"], keys);
        Assert.Empty(_ran.Entries);
    }

    private Task<Session> StartAsync(ICallerSource source) => Session.StartAsync(
        server => server.AddMcpSecurity().WithTools([Given.Tool("tool", _ran)]),
        new SessionSetup { Settings = Settings, Services = services => services.AddSingleton(source) });

    private sealed class Source(Func<Caller> identify) : ICallerSource
    {
        public ValueTask<Caller> IdentifyAsync(CallerContext context, CancellationToken cancellationToken) => new(identify());
    }
}
