using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.Audit;

/// <summary>What a client or a tool put into a message stays out of our records: they go to people and places that must not have it.</summary>
[Collection(GlobalListeners.Name)]
public sealed class SecretTests
{
    private const string Secret = "hunter2";

    private const string Role = """
        { "Tools": { "tool": "Allow", "throwing": "Allow" }, "Prompts": { "*": "Allow" }, "Resources": { "all": { "Uri": "**", "Access": "Allow" } } }
        """;

    [Theory]
    [InlineData("tools/call", """{"name":"tool","arguments":{"text":"hunter2"}}""")]                     // comes back as the result
    [InlineData("tools/call", """{"name":"tool","arguments":{"text":5}}""")]
    [InlineData("tools/call", """{"name":"tool","arguments":{"hunter2":"a"}}""")]                        // an argument nobody declared
    [InlineData("tools/call", """{"name":"tool","arguments":{"text":{"hunter2":1,"HUNTER2":1}}}""")]
    [InlineData("tools/call", """{"name":"tool","arguments":{"hunter2":1,"hunter2":1}}""")]
    [InlineData("tools/call", """{"name":"tool","arguments":"hunter2"}""")]                              // does not parse
    [InlineData("tools/call", """{"name":"throwing","arguments":{"text":"hunter2"}}""")]
    [InlineData("tools/call", """{"name":"hunter2"}""")]                                                 // a tool the client invented
    [InlineData("tools/call", """{"name":"tool","_meta":{"hunter2":"hunter2"}}""")]
    [InlineData("tools/call", """{"name":["hunter2"]}""")]
    [InlineData("prompts/get", """{"name":"prompt","arguments":{"text":"hunter2"}}""")]
    [InlineData("prompts/get", """{"name":"throwing","arguments":{"text":"hunter2"}}""")]                // an exception leaves the SDK
    [InlineData("prompts/get", """{"name":"protocol","arguments":{"text":"hunter2"}}""")]
    [InlineData("prompts/get", """{"name":"hunter2"}""")]
    [InlineData("resources/read", """{"uri":"mem://hunter2"}""")]
    [InlineData("resources/read", """{"uri":"file:///hunter2"}""")]                                      // a template takes it
    [InlineData("resources/read", """{"uri":"throw:///hunter2"}""")]
    [InlineData("resources/read", """{"uri":"mem://%zzhunter2"}""")]
    [InlineData("resources/subscribe", """{"uri":"mem://hunter2"}""")]
    [InlineData("completion/complete", """{"ref":{"type":"ref/prompt","name":"hunter2"},"argument":{"name":"hunter2","value":"hunter2"}}""")]
    [InlineData("logging/setLevel", """{"level":"hunter2"}""")]
    [InlineData("initialize", """{"protocolVersion":"hunter2","capabilities":{},"clientInfo":{"name":"hunter2","version":"hunter2"}}""")]
    [InlineData("x/hunter2", "{}")]                                                                      // a method the client invented
    public async Task A_secret_in_a_request_is_in_no_span_measurement_or_log_event_of_ours(string method, string parameters)
    {
        await using var server = await StartAsync();

        await server.Peer.RequestAsync(method, parameters);
        await server.Session.FinishAsync();

        Assert.Single(server.Events);
        AssertNowhere(server);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/hunter2","params":{"hunter2":"hunter2"}}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"reason":"hunter2"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"hunter2","result":{"hunter2":"hunter2"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"hunter2","error":{"code":1,"message":"hunter2"}}""")]
    public async Task A_secret_in_any_other_message_is_nowhere_either(string line)
    {
        await using var server = await StartAsync();

        await server.Peer.SendAsync(line);
        await server.Session.FinishAsync();

        Assert.Single(server.Events);
        AssertNowhere(server);
    }

    /// <summary>Left to itself the SDK's span has the error of a tool as its status, and names and URIs that the client made up.</summary>
    [Theory]
    [InlineData("tools/call", """{"name":"tool","arguments":{"text":"hunter2"}}""")]
    [InlineData("tools/call", """{"name":"throwing","arguments":{"text":"hunter2"}}""")]
    [InlineData("tools/call", """{"name":"hunter2"}""")]
    [InlineData("prompts/get", """{"name":"throwing","arguments":{"text":"hunter2"}}""")]
    [InlineData("prompts/get", """{"name":"protocol","arguments":{"text":"hunter2"}}""")]
    [InlineData("prompts/get", """{"name":"hunter2"}""")]
    [InlineData("resources/read", """{"uri":"throw:///hunter2"}""")]
    [InlineData("resources/read", """{"uri":"mem://hunter2"}""")]
    [InlineData("x/hunter2", "{}")]
    public async Task Nor_is_it_in_the_span_of_the_SDK(string method, string parameters)
    {
        await using var server = await StartAsync();

        await server.Peer.RequestAsync(method, parameters);
        await server.Session.FinishAsync();

        var span = Assert.Single(server.SdkSpans);
        var exported = Texts(span).Where((_, index) => index != 1); // nobody exports the name that it was begun with
        Assert.All(exported, text => Assert.DoesNotContain(Secret, text, StringComparison.OrdinalIgnoreCase));
        Assert.NotNull(span.GetTagItem("mcp.method.name"));
    }

    [Fact]
    public async Task The_search_finds_what_it_is_looking_for()
    {
        await using var server = await StartAsync();
        using var source = new ActivitySource(McpSecurityTelemetry.ActivitySourceName);

        using (var span = source.StartActivity("x"))
        {
            span!.AddEvent(new ActivityEvent("x", tags: new ActivityTagsCollection { ["text"] = $"so {Secret} it is" }));
        }

        Assert.Throws<Xunit.Sdk.AllException>(() => AssertNowhere(server));
    }

    private static void AssertNowhere(Audited server)
    {
        var recorded = server.Spans.SelectMany(Texts)
            .Concat(server.Counts.Concat(server.Durations).SelectMany(one => one.Tags).SelectMany(Texts))
            .Concat(server.Session.Logs.From(nameof(McpSecure)).SelectMany(entry =>
                entry.State.SelectMany(Texts).Concat([entry.Message, $"{entry.Exception}", $"{entry.EventId.Name}"])));
        Assert.All(recorded, text => Assert.DoesNotContain(Secret, text, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Texts(Activity span) =>
    [
        span.DisplayName, span.OperationName, $"{span.StatusDescription}", $"{span.TraceStateString}",
        .. span.TagObjects.SelectMany(Texts),
        .. span.Events.SelectMany(one => one.Tags.SelectMany(Texts).Append(one.Name)),
        .. span.Links.SelectMany(link => link.Tags ?? []).SelectMany(Texts),
    ];

    private static IEnumerable<string> Texts(KeyValuePair<string, object?> tag) =>
        [tag.Key, .. tag.Value is IEnumerable<string> many ? many : [Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? ""]];

    private static Task<Audited> StartAsync() => Audited.StartAsync(
        server => server
            .WithTools(
            [
                Given.Tool("tool", (string text = "", ClaimsPrincipal? user = null) => text),
                Given.Tool("throwing", string (string text) => throw new McpException(text)),
            ])
            .WithPrompts(
            [
                Given.Prompt("prompt", (string text) => text),
                Given.Prompt("throwing", string (string text) => throw new InvalidOperationException($"No such file: {text}")),
                Given.Prompt("protocol", string (string text) => throw new McpProtocolException(text, McpErrorCode.InvalidParams) { Data = { ["x"] = text } }),
            ])
            .WithResources(
            [
                Given.Resource("file:///{path}", (string path) => path),
                Given.Resource("throw:///{path}", string (string path) => throw new InvalidOperationException(path)),
            ])
            .WithCompleteHandler((_, _) => new(new CompleteResult())),
        Role);
}
