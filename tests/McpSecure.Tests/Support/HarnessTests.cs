using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Support;

/// <summary>A test may trust the harness only where the harness is tested.</summary>
public sealed class HarnessTests
{
    private readonly Ran _ran = new();

    [Theory]
    [InlineData(false, ProtocolVersions.June2025)]
    [InlineData(false, ProtocolVersions.November2025)]
    [InlineData(false, ProtocolVersions.July2026)]
    [InlineData(true, ProtocolVersions.November2025)]
    [InlineData(true, ProtocolVersions.July2026)]
    public async Task The_client_of_the_SDK_speaks_every_version_over_pipes(bool hosted, string version)
    {
        await using var session = await Session.StartAsync(
            server => server.WithTools([Given.Tool("tool", _ran)]), new SessionSetup { Hosted = hosted });
        var client = await session.ConnectAsync(version);

        var result = await client.CallToolAsync("tool");

        Assert.Equal(version, client.NegotiatedProtocolVersion);
        Assert.Equal("tool", result.Text());
        Assert.Contains(session.Logs.Entries, entry => entry is { Level: LogLevel.Information, EventId.Name: "ToolCallCompleted" });
    }

    [Theory]
    [MemberData(nameof(ProtocolVersions.All), MemberType = typeof(ProtocolVersions))]
    public async Task The_client_of_the_SDK_speaks_every_version_over_HTTP(string version)
    {
        await using var server = await HttpServer.StartAsync(builder => builder.WithTools([Given.Tool("tool", _ran)]));
        var client = await server.ConnectAsync(protocolVersion: version);

        var result = await client.CallToolAsync("tool");

        Assert.Equal(version, client.NegotiatedProtocolVersion);
        Assert.Equal("tool", result.Text());
    }

    [Fact]
    public async Task An_HTTP_request_is_sent_as_written()
    {
        await using var server = await HttpServer.StartAsync(builder => builder.WithTools([Given.Tool("tool", _ran)]));

        var good = await server.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"tool"}}""");
        var notification = await server.PostAsync("""{"jsonrpc":"2.0","method":"x"}""");
        var broken = await server.PostAsync("{");

        Assert.Equal((HttpStatusCode.OK, "tool"), (good.Status, good.Answer.Text()));
        Assert.Equal(HttpStatusCode.Accepted, notification.Status);
        Assert.Equal(HttpStatusCode.BadRequest, broken.Status);
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""", """{"_meta":META,"a":1,"a":2}""")] // duplicates survive
    [InlineData("{}", """{"_meta":META}""")]
    [InlineData("{ }", """{"_meta":META }""")]
    public void Metadata_are_put_in_front_of_what_is_there(string parameters, string expected)
    {
        const string Meta =
            """{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{"x":{}}}""";

        Assert.Equal(expected.Replace("META", Meta, StringComparison.Ordinal), RawPeer.WithMeta(parameters, """{"x":{}}"""));
    }

    [Fact]
    public async Task A_raw_peer_gets_notifications_answers_and_the_end()
    {
        await using var session = await Session.StartAsync(server => server.WithTools([Given.Tool("tool", _ran)]));
        var peer = await session.ConnectRawAsync();

        session.Server.ServerOptions.ToolCollection!.Add(Given.Tool("another", _ran));
        var notification = await peer.ReadNextAsync();
        await peer.SendAsync(Encoding.UTF8.GetBytes("not JSON\n{"));
        await peer.SendAsync("also not JSON");
        var answer = await peer.ExchangeAsync("\"seven\"", """{"jsonrpc":"2.0","id":"seven","method":"tools/call","params":{"name":"tool"}}""");
        await peer.CloseInputAsync();

        Assert.Equal("notifications/tools/list_changed", notification?.GetProperty("method").GetString());
        Assert.Single(peer.Notifications);
        Assert.Equal("tool", answer.Text());
        Assert.Null(await peer.ReadNextAsync());
    }

    [Fact]
    public async Task Start_up_validation_runs_in_a_hosted_session()
    {
        var setup = new SessionSetup
        {
            Hosted = true,
            Services = services => services.AddOptions<McpServerOptions>().Validate(_ => false, "no start").ValidateOnStart(),
        };

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => Session.StartAsync(setup: setup));

        Assert.Equal("no start", error.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_later_configuration_file_overrides_an_earlier_one(bool hosted)
    {
        await using var session = await Session.StartAsync(setup: new SessionSetup
        {
            Hosted = hosted,
            Settings = """{ "a": "1", "b": "1" }""",
            MoreSettings = ["""{ "b": "2" }"""],
        });

        var configuration = session.Services.GetRequiredService<IConfiguration>();

        Assert.Equal(("1", "2"), (configuration["a"], configuration["b"]));
    }

    [Fact]
    public void Measurements_of_another_server_are_not_heard()
    {
        using var mine = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var other = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var measurements = new RecordedMeasurements("a.meter", mine.GetRequiredService<IMeterFactory>());

        foreach (var (services, value) in new[] { (mine, 1), (other, 2) })
        {
            services.GetRequiredService<IMeterFactory>()
                .Create("a.meter")
                .CreateCounter<int>("count")
                .Add(value, new KeyValuePair<string, object?>("tag", "x"));
        }

        var one = Assert.Single(measurements.All);
        Assert.Equal(("count", 1d, "x"), (one.Instrument, one.Value, one.Tags["tag"]));
    }
}
