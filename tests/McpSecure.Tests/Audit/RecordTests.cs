using System.Diagnostics;
using McpSecure.Authorization;
using McpSecure.Calls;
using McpSecure.Pipeline;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Audit;

/// <summary>One message, one record, whatever becomes of it: a span, a count, a duration and a log event that agree.</summary>
[Collection(GlobalListeners.Name)]
public sealed class RecordTests
{
    private const string Role = """
        {
          "Tools": { "tool": "Allow", "failing": "Allow", "throwing": "Allow", "waiting": "Allow", "asking": "Allow", "asked": "Ask" },
          "Prompts": { "prompt": "Allow", "throwing": "Allow" },
          "Resources": { "all": { "Uri": "mem://open/**", "Access": "Allow" } }
        }
        """;

    private readonly Ran _ran = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static TheoryData<string, string?, string, string?, string?> Ends => new()
    {
        { "tools/call", """{"name":"tool"}""", "completed", null, null },
        { "tools/call", """{"name":"failing"}""", "tool_error", null, null },           // it says so itself
        { "tools/call", """{"name":"throwing"}""", "tool_error", null, null },          // an exception becomes an error result
        { "tools/call", """{"name":"asked"}""", "refused", "approval_required", "approval" },
        { "tools/call", """{"name":"hidden"}""", "refused", "not_found", "authorization" },
        { "tools/call", """{"name":"nobody"}""", "refused", "not_found", "authorization" },
        { "tools/call", """{"name":"tool","arguments":{"x":1}}""", "refused", "invalid_arguments", "arguments" },
        { "tools/call", """{"name":"tool","arguments":{"x":1,"X":1}}""", "refused", "invalid_request", "structure" },
        { "tools/call", """{"name":"tool","requestState":"x"}""", "refused", "invalid_request_state", "round_trip" },
        { "tools/call", null, "refused", "invalid_request", "structure" },              // no params
        { "tools/call", "{}", "refused", "invalid_request", "structure" },              // the SDK cannot read it
        { "tools/call", """{"name":5}""", "refused", "invalid_request", "structure" },
        { "tools/call", """{"name":""}""", "refused", "invalid_request", "structure" },
        { "prompts/get", """{"name":"prompt"}""", "completed", null, null },
        { "prompts/get", """{"name":"throwing"}""", "failed", null, null },
        { "prompts/get", """{"name":"nobody"}""", "refused", "not_found", "authorization" },
        { "resources/read", """{"uri":"mem://open/a"}""", "completed", null, null },
        { "resources/read", """{"uri":"mem://hidden"}""", "refused", "not_found", "authorization" },
        { "resources/read", """{"uri":"mem://open/../hidden"}""", "refused", "invalid_uri", "structure" },
        { "resources/subscribe", """{"uri":"mem://open/a"}""", "completed", null, null },
        { "resources/subscribe", """{"uri":"mem://hidden"}""", "refused", "not_found", "authorization" },
        { "tools/list", "{}", "completed", null, null },
        { "prompts/list", "{}", "completed", null, null },
        { "resources/list", "{}", "completed", null, null },
        { "resources/templates/list", "{}", "completed", null, null },
        { "ping", null, "completed", null, null },
        { "initialize", """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}""", "completed", null, null },
        { "initialize", "{}", "refused", "invalid_request", "structure" },
        { "logging/setLevel", """{"level":"debug"}""", "completed", null, null },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_request_leaves_one_record(string method, string? parameters, string outcome, string? code, string? guard)
    {
        await using var server = await StartAsync();

        await server.Peer.RequestAsync(method, parameters);

        var span = await server.OneRecordAsync(method, outcome, code, guard);
        Assert.Equal(outcome == "completed" ? ActivityStatusCode.Unset : ActivityStatusCode.Error, span.Status);
        Assert.Equal(["guest"], Assert.IsType<string[]>(span.GetTagItem("user.roles")));
    }

    [Theory]
    [InlineData("x/unknown", "{}")]
    [InlineData("tasks/get", """{"taskId":"x"}""")]
    public async Task A_method_that_is_not_offered_leaves_one_record_without_its_name(string method, string parameters)
    {
        await using var server = await StartAsync();

        await server.Peer.RequestAsync(method, parameters);

        await server.OneRecordAsync("_OTHER", "refused", "method_not_allowed", "structure");
    }

    [Theory]
    [InlineData("notifications/initialized", "notifications/initialized", "completed", null, null)]
    [InlineData("notifications/progress", "notifications/progress", "completed", null, null)]
    [InlineData("notifications/x", "_OTHER", "refused", "method_not_allowed", "structure")]
    [InlineData("tools/call", "tools/call", "refused", "method_not_allowed", "structure")] // a request sent as a notification
    public async Task A_notification_leaves_one_record(string method, string recorded, string outcome, string? code, string? guard)
    {
        await using var server = await StartAsync();

        await server.Peer.NotifyAsync(method, """{"name":"tool"}""");

        await server.OneRecordAsync(recorded, outcome, code, guard);
        Assert.Empty(_ran.Entries);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":77,"result":{}}""", "refused", "invalid_answer", "answers")] // nothing was asked under this number
    [InlineData("""{"jsonrpc":"2.0","id":77,"error":{"code":-1,"message":"no"}}""", "completed", null, null)]
    public async Task An_answer_of_the_client_leaves_one_record(string line, string outcome, string? code, string? guard)
    {
        await using var server = await StartAsync();

        await server.Peer.SendAsync(line);

        await server.OneRecordAsync("response", outcome, code, guard);
    }

    [Fact]
    public async Task A_cancelled_call_leaves_one_record()
    {
        await using var server = await StartAsync();

        await server.Peer.SendAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"waiting"}}""");
        await _started.Task.OrGiveUp();
        await server.Peer.NotifyAsync("notifications/cancelled", """{"requestId":7}""");

        var span = await server.OneRecordAsync("tools/call", "cancelled");
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Equal(2, server.Events.Count); // the other one is the notification
    }

    [Fact]
    public async Task A_call_that_waits_for_the_client_leaves_one_record_and_its_answer_another()
    {
        await using var server = await StartAsync();

        var question = await server.Peer.ModernRequestAsync("tools/call", """{"name":"asking"}""", """{"elicitation":{"form":{}}}""");
        Assert.Equal("input_required", question.Result().GetProperty("resultType").GetString());

        await server.OneRecordAsync("tools/call", "suspended");
    }

    [Fact]
    public async Task A_filter_that_answers_by_itself_is_recorded_as_a_bypass()
    {
        await using var server = await StartAsync(builder => builder.WithRequestFilters(filters => filters.AddCallToolFilter(
            _ => (_, _) => new(new CallToolResult { Content = [new TextContentBlock { Text = "cached" }] }))));

        var answer = await server.Peer.CallToolAsync("tool");

        Assert.Equal("cached", answer.Text());
        await server.OneRecordAsync("tools/call", "bypassed");
        Assert.Equal(LogLevel.Error, Assert.Single(server.Events).Level);
    }

    [Fact]
    public async Task A_message_filter_that_answers_by_itself_is_recorded_as_a_bypass()
    {
        await using var server = await StartAsync(builder => builder.WithMessageFilters(filters => filters.AddIncomingFilter(_ =>
            (message, cancellationToken) => message.Server.SendMessageAsync(
                new JsonRpcResponse { Id = ((JsonRpcRequest)message.JsonRpcMessage).Id, Result = new System.Text.Json.Nodes.JsonObject() },
                cancellationToken))));

        await server.Peer.CallToolAsync("tool");

        await server.OneRecordAsync("tools/call", "bypassed");
        Assert.Empty(_ran.Entries);
    }

    [Fact]
    public async Task A_guard_that_breaks_is_recorded_with_what_broke_it()
    {
        await using var server = await StartAsync(services: services => services.AddSingleton(provider => new SecurityPipeline(
            [provider.GetRequiredService<AuthorizationGuard>(), new BrokenGuard()])));

        await server.Peer.CallToolAsync("tool");

        await server.OneRecordAsync("tools/call", "refused", "guard_failed", "broken");
        var entry = Assert.Single(server.Events);
        Assert.Equal((LogLevel.Error, "It broke."), (entry.Level, entry.Exception?.Message));
    }

    [Theory]
    [InlineData("prompts/get", """{"name":"throwing"}""", "ModelContextProtocol.McpException")]
    public async Task An_exception_is_recorded_by_its_type_alone(string method, string parameters, string type)
    {
        await using var server = await StartAsync();

        await server.Peer.RequestAsync(method, parameters);

        var span = await server.OneRecordAsync(method, "failed");
        var entry = Assert.Single(server.Events);
        Assert.Equal((type, type), (span.GetTagItem("error.type"), entry["Error"]));
        Assert.Null(entry.Exception);
    }

    /// <summary>A request of 2026-07-28 that the SDK turns down before any filter sees it: only its error passes us.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)] // the outgoing slot removed: nobody would know
    public async Task What_the_SDK_rejects_before_our_first_slot_leaves_one_record(bool guarded)
    {
        await using var server = await StartAsync(services: services =>
            services.AddSingleton(new SlotSelection(guarded ? Slots.All : Slots.All & ~Slots.Outgoing)));

        var answer = await server.Peer.RequestAsync("tools/call", """
            {"name":"tool","_meta":{"io.modelcontextprotocol/protocolVersion":"2099-01-01","io.modelcontextprotocol/clientCapabilities":{}}}
            """);

        Assert.True(answer.TryGetProperty("error", out _));
        Assert.Empty(_ran.Entries);
        if (!guarded)
        {
            await server.Session.FinishAsync();
            Assert.Empty(server.Events);
            return;
        }

        await server.OneRecordAsync("_OTHER", "rejected");
        Assert.Single(server.Events);
    }

    [Fact]
    public async Task Ids_that_are_used_again_do_not_confuse_the_count()
    {
        const int Times = 50;
        await using var server = await StartAsync();

        for (var time = 0; time < Times; time++)
        {
            await server.Peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"nobody"}}""");
            await server.Peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"throwing"}}""");
            await server.Peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"tool"}}""");
        }

        await server.Session.FinishAsync();
        Assert.Equal(3 * Times, server.Events.Count);
        Assert.Equal(3 * Times, server.Spans.Count);
        Assert.Equal(3 * Times, server.Counts.Sum(one => one.Value));
        Assert.DoesNotContain(server.Events, entry => (string?)entry["Outcome"] == "rejected");
    }

    [Theory]
    [InlineData("tool", "tool", "McpSecurity:Roles:guest:Tools:tool")]
    [InlineData("hidden", "hidden", "no role grants it")]
    [InlineData("invented", "_OTHER", "nothing of that name exists")]
    public async Task A_record_names_the_registered_tool_and_what_decided(string name, string recorded, string decidedBy)
    {
        await using var server = await StartAsync();

        await server.Peer.CallToolAsync(name);
        await server.Session.FinishAsync();

        var span = Assert.Single(server.Spans);
        var entry = Assert.Single(server.Events);
        Assert.Equal(recorded, span.GetTagItem("gen_ai.tool.name"));
        Assert.Equal(recorded, Assert.Single(server.Counts).Tags["gen_ai.tool.name"]);
        Assert.Equal(recorded, entry["Target"]);
        Assert.Equal(decidedBy, span.GetTagItem("mcpsecure.decided_by"));
        Assert.Equal((decidedBy, "guest"), (entry["DecidedBy"], entry["Roles"]));
    }

    private Task<Audited> StartAsync(Action<IMcpServerBuilder>? server = null, Action<IServiceCollection>? services = null) => Audited.StartAsync(
        builder =>
        {
            builder
                .WithTools(
                [
                    Given.Tool("tool", _ran), Given.Tool("hidden", _ran), Given.Tool("asked", _ran),
                    Given.Tool("failing", () => new CallToolResult { IsError = true }),
                    Given.Tool("throwing", string () => throw new McpException("It broke.")),
                    Given.Tool("waiting", WaitAsync),
                    Given.Tool("asking", async (McpServer asking, CancellationToken cancellationToken) =>
                        (await asking.ElicitAsync(new ElicitRequestParams { Message = "Sure?", RequestedSchema = new() }, cancellationToken)).Action),
                ])
                .WithPrompts([Given.Prompt("prompt", _ran), Given.Prompt("throwing", string () => throw new McpException("It broke."))])
                .WithResources([Given.Resource("mem://open/a", _ran), Given.Resource("mem://hidden", _ran)]);
            server?.Invoke(builder);
        },
        Role,
        services);

    private async Task<string> WaitAsync(CancellationToken cancellationToken)
    {
        _started.SetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return "";
    }

    private sealed class BrokenGuard : IGuard
    {
        public string Name => "broken";

        public ValueTask<Verdict> CheckAsync(Call call, CancellationToken cancellationToken) => throw new InvalidOperationException("It broke.");
    }
}
