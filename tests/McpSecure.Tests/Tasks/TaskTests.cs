using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSecure.Tasks;
using McpSecure.Tests.Approvals;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Tasks;

/// <summary>A task id works for whoever knows it, in the SDK. Here it works for the one who created the task.</summary>
public sealed class TaskTests
{
    private static readonly string[] Methods = ["tasks/get", "tasks/update", "tasks/cancel", "tasks/result", "tasks/list"];

    private readonly Ran _ran = new();
    private readonly FakeTime _time = new();
    private readonly TaskServer _tasks = new();
    private ClaimsPrincipal? _user = Given.User("ann", "user");

    public static TheoryData<string> OfOneTask => ["tasks/get", "tasks/update", "tasks/cancel", "tasks/result"];

    /// <summary>What the guard is against.</summary>
    [Theory]
    [MemberData(nameof(OfOneTask))]
    public async Task In_the_plain_SDK_whoever_knows_the_id_has_the_task(string method)
    {
        await using var session = await StartAsync(isSecured: false);
        var peer = await session.ConnectRawAsync();
        var id = await CreateAsync(peer);

        _user = Given.User("eve", "user");
        await peer.RequestAsync(method, $$"""{"taskId":"{{id}}"}""");

        Assert.Equal([$"{method} task-1"], _tasks.Reached);
    }

    [Theory]
    [MemberData(nameof(OfOneTask))]
    public async Task Another_ones_task_and_none_look_the_same(string method)
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();
        var id = await CreateAsync(peer);
        Assert.Equal("known", (await peer.RequestAsync(method, $$"""{"taskId":"{{id}}"}""")).Result().GetProperty("status").GetString());

        _user = Given.User("eve", "user");
        var foreign = await peer.RequestAsync(method, $$"""{"taskId":"{{id}}"}""");
        var unknown = await peer.RequestAsync(method, """{"taskId":"task-2"}""");
        await session.FinishAsync();

        Assert.Equal("-32602: Unknown task: 'task-1'", foreign.Error());
        Assert.Equal(foreign.GetProperty("error").GetRawText().Replace("task-1", "task-2", StringComparison.Ordinal), unknown.GetProperty("error").GetRawText());
        Assert.Single(_tasks.Reached);
        var records = session.Logs.From(McpSecurityTelemetry.LogCategory).Where(entry => entry["Guard"] as string == "tasks").ToArray();
        Assert.Equal(2, records.Length);
        Assert.All(records, record => Assert.Equal(("refused", "not_found"), (record["Outcome"] as string, record["Code"] as string)));
    }

    [Fact]
    public async Task The_same_holds_in_the_shape_of_the_older_revision()
    {
        _tasks.IsOld = true;
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();

        var created = await peer.CallToolAsync("slow");
        Assert.Equal("task-1", created.Result().GetProperty("task").GetProperty("taskId").GetString());
        Assert.True(await IsKnownAsync(peer, "task-1"));

        _user = Given.User("eve", "user");
        Assert.False(await IsKnownAsync(peer, "task-1"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"taskId":null}""")]
    [InlineData("""{"taskId":1}""")]
    [InlineData("""{"taskId":""}""")]
    [InlineData("""{"taskId":["task-1"]}""")]
    [InlineData("""{"TASKID":"task-1"}""")]
    [InlineData("""{"taskId":"task-1","TaskId":"task-2"}""")]
    [InlineData("""{"taskId":"task-2","taskId":"task-1"}""")]
    [InlineData("""["task-1"]""")]
    [InlineData(null)]
    public async Task A_task_is_named_once_and_in_one_way(string? parameters)
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();
        await CreateAsync(peer);

        var answer = await peer.RequestAsync("tasks/get", parameters);

        Assert.StartsWith("-32602: ", answer.Error(), StringComparison.Ordinal);
        Assert.Empty(_tasks.Reached);
    }

    [Theory]
    [InlineData("hidden", "{}")]
    [InlineData("slow", """{"unknown":1}""")]
    [InlineData("none", "{}")]
    public async Task A_refused_call_creates_no_task(string tool, string arguments)
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();

        await peer.CallToolAsync(tool, arguments);

        Assert.Equal(0, _tasks.Created);
        Assert.Empty(_ran.Entries);
    }

    [Fact]
    public async Task A_call_that_nobody_has_approved_creates_no_task()
    {
        const string Call = """{"name":"asked","arguments":{}}""";
        await using var session = await StartAsync();
        var client = new Visit(session.ConnectRaw());

        var state = await client.AskedAsync(Call);
        Assert.Equal("approval_declined", Visit.CodeOf(await client.ComesBackAsync(Call, state, """{"action":"decline"}""")));
        Assert.Equal("asked", Visit.CodeOf(await client.ComesBackWithAsync(Call, null, null)));
        Assert.Equal(0, _tasks.Created);

        var created = await client.ComesBackAsync(Call, await client.AskedAsync(Call));
        var kept = await _tasks.ResultOfAsync(created.Result().GetProperty("taskId").GetString()!);

        Assert.Equal("asked", (string)kept!["content"]![0]!["text"]!);
        Assert.Equal(["asked"], _ran.Entries);
    }

    /// <summary>The filter that makes tasks stands outside of the check of results: what it keeps has been checked.</summary>
    [Fact]
    public async Task What_a_task_comes_to_has_passed_the_check_of_results()
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();

        await peer.CallToolAsync("broken");

        var kept = await _tasks.ResultOfAsync("task-1");
        Assert.True((bool)kept!["isError"]!);
        Assert.DoesNotContain("hunter2", kept.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_is_given_twice_keeps_its_first_owner()
    {
        _tasks.NextId = "same";
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();
        await peer.CallToolAsync("slow");

        _user = Given.User("eve", "user");
        Assert.Equal("same", (await peer.CallToolAsync("slow")).Result().GetProperty("taskId").GetString());

        Assert.False(await IsKnownAsync(peer, "same"));
        _user = Given.User("ann", "user");
        Assert.True(await IsKnownAsync(peer, "same"));
    }

    [Theory]
    [InlineData(60_000.0, 60)]
    [InlineData(null, 24 * 60 * 60)]
    [InlineData(1e300, 24 * 60 * 60)]
    public async Task A_task_is_forgotten_when_its_time_is_over(double? ttlMs, int seconds)
    {
        _tasks.TtlMs = ttlMs;
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();
        var id = await CreateAsync(peer);

        _time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.True(await IsKnownAsync(peer, id));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await IsKnownAsync(peer, id));
    }

    [Fact]
    public async Task Who_may_not_use_the_tool_any_more_can_only_stop_what_he_started()
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();
        var id = await CreateAsync(peer);

        _user = Given.User("ann", "guest");

        Assert.False(await IsKnownAsync(peer, id));
        Assert.False(await IsKnownAsync(peer, id, "tasks/result"));
        Assert.True(await IsKnownAsync(peer, id, "tasks/cancel"));
    }

    [Fact]
    public async Task Whoever_guesses_ids_has_to_wait()
    {
        await using var session = await StartAsync(limits: """ "Limits": { "RefusalsPerMinute": 5 }, """);
        var peer = await session.ConnectRawAsync();

        for (var guess = 0; guess < 5; guess++)
        {
            Assert.Equal($"-32602: Unknown task: 'guess-{guess}'", (await peer.RequestAsync("tasks/get", $$"""{"taskId":"guess-{{guess}}"}""")).Error());
        }

        var refused = await peer.RequestAsync("tasks/get", """{"taskId":"guess-5"}""");
        Assert.Equal("later", refused.GetProperty("error").GetProperty("data").GetProperty("retry").GetString());
    }

    /// <summary>It runs, and nobody could ever ask for it: better that the caller hears of it now.</summary>
    [Fact]
    public async Task A_task_for_which_there_is_no_room_is_not_given_out()
    {
        await using var session = await StartAsync(services: services => services.AddSingleton(new TaskOwners(_time, most: 1)));
        var peer = await session.ConnectRawAsync();
        await CreateAsync(peer);

        _user = Given.User("eve", "user");
        var answer = await peer.CallToolAsync("slow");
        await session.FinishAsync();

        var error = answer.GetProperty("error");
        Assert.Equal(("too_many_concurrent", "later"), (error.GetProperty("data").GetProperty("code").GetString(), error.GetProperty("data").GetProperty("retry").GetString()));
        Assert.Single(session.Logs.From(McpSecurityTelemetry.LogCategory), entry => (entry["Outcome"] as string, entry["Guard"] as string) == ("withheld", "tasks"));
    }

    [Fact]
    public async Task A_list_has_the_callers_own_tasks_and_says_nothing_of_others()
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();
        await CreateAsync(peer);
        _user = Given.User("bob", "user");
        await CreateAsync(peer);
        await CreateAsync(peer);

        Assert.Equal("""{"tasks":[{"taskId":"task-2"},{"taskId":"task-3"}],"nextCursor":"next"}""", await ListAsync(peer));
        _user = Given.User("eve", "user");
        Assert.Equal("""{"tasks":[],"nextCursor":"next"}""", await ListAsync(peer));
    }

    [Fact]
    public async Task News_of_a_task_go_to_its_owner_alone()
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();
        var id = await CreateAsync(peer);

        await TellAsync(session, "notifications/tasks/status", id);
        await TellAsync(session, "notifications/tasks", id);
        await TellAsync(session, "notifications/tasks/status", "task-9");
        await TellAsync(session, "notifications/tasksomething", "x");
        await peer.RequestAsync("ping");
        Assert.Equal(["notifications/tasks/status", "notifications/tasks", "notifications/tasksomething"], Heard(peer));

        _user = Given.User("eve", "user");
        await peer.RequestAsync("ping");
        await TellAsync(session, "notifications/tasks/status", id); // two use the session, and both would hear it
        await peer.RequestAsync("ping");
        Assert.Equal(3, Heard(peer).Length);
    }

    [Fact]
    public async Task Nobody_can_ask_for_news_of_another_ones_task()
    {
        await using var session = await StartAsync();
        var peer = session.ConnectRaw();
        var created = await peer.ModernRequestAsync("tools/call", """{"name":"slow","arguments":{}}""");
        var id = created.Result().GetProperty("taskId").GetString();

        _user = Given.User("eve", "user");
        var answer = await peer.ModernRequestAsync("subscriptions/listen", $$"""{"notifications":{"taskIds":["{{id}}"]} }""");

        Assert.Equal("-32602: Unknown task: 'task-1'", answer.Error());
    }

    /// <summary>Nothing is known of tasks then, so nobody is told of one.</summary>
    [Fact]
    public async Task Where_the_methods_are_not_listed_nothing_of_tasks_comes_through()
    {
        await using var session = await StartAsync(allowed: "", methods: []);
        var peer = await session.ConnectRawAsync();
        var id = await CreateAsync(peer);

        await TellAsync(session, "notifications/tasks/status", id);
        var answer = await peer.RequestAsync("tasks/get", $$"""{"taskId":"{{id}}"}""");

        Assert.StartsWith("-32601: ", answer.Error(), StringComparison.Ordinal);
        Assert.Empty(Heard(peer));
    }

    [Fact]
    public async Task A_handler_that_is_not_listed_stops_the_start() => await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(allowed: ""));

    [Theory]
    [InlineData("tasks/other")]
    [InlineData("Tasks/get")]
    public async Task A_method_of_tasks_that_nobody_knows_cannot_be_listed(string method)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(allowed: $"\"{method}\": \"Allow\"", methods: []));

        Assert.Contains(
            $"McpSecurity:AllowedMethods:{method} cannot be allowed: a task id works for whoever knows it, and nobody knows where this method has one, so that it cannot be bound to " +
            "its owner. Known are tasks/cancel, tasks/get, tasks/list, tasks/result, tasks/update.",
            failure.Message,
            StringComparison.Ordinal);
    }

    private static string[] Heard(RawPeer peer) =>
        [.. peer.Notifications.Select(message => message.GetProperty("method").GetString()!).Where(method => method.StartsWith("notifications/tasks", StringComparison.Ordinal))];

    private static Task TellAsync(Session session, string method, string id) => session.Server.SendNotificationAsync(
        method, new JsonObject { ["taskId"] = id, ["status"] = "working" }, cancellationToken: Patience.Token);

    private static async Task<string> CreateAsync(RawPeer peer) => (await peer.CallToolAsync("slow")).Result().GetProperty("taskId").GetString()!;

    private static async Task<bool> IsKnownAsync(RawPeer peer, string id, string method = "tasks/get")
    {
        var answer = await peer.RequestAsync(method, JsonSerializer.Serialize(new { taskId = id }));
        return !answer.TryGetProperty("error", out _);
    }

    private static async Task<string> ListAsync(RawPeer peer) => (await peer.RequestAsync("tasks/list")).Result().GetRawText();

    private Task<Session> StartAsync(bool isSecured = true, string? allowed = null, string[]? methods = null, Action<IServiceCollection>? services = null, string limits = "")
    {
        var listed = allowed ?? string.Join(", ", Methods.Select(method => $"\"{method}\": \"Allow\""));
        return Session.StartAsync(
            server =>
            {
                server.WithTools([Given.Tool("slow", _ran), Given.Tool("hidden", _ran), Given.Tool("asked", _ran), Broken()]);
                _tasks.AddTo(server, methods ?? Methods);
                if (isSecured)
                {
                    server.AddMcpSecurity();
                }
            },
            new SessionSetup
            {
                Settings = $$"""
                    { "McpSecurity": { {{limits}}
                      "AllowedMethods": { {{listed}} },
                      "Tools": { "hidden": { "Access": "Deny" }, "asked": { "Access": "Ask" } },
                      "Roles": { "user": { "Tools": { "*": "Allow" } }, "guest": { "Tools": { "broken": "Allow" } } } } }
                    """,
                User = _ => _user,
                Services = added =>
                {
                    added.AddSingleton<TimeProvider>(_time);
                    services?.Invoke(added);
                },
            });
    }

    /// <summary>Its result is not what it says it gives.</summary>
    private static McpServerTool Broken()
    {
        var tool = Given.Tool("broken", () => new { Secret = "hunter2" }, options => options.UseStructuredContent = true);
        tool.ProtocolTool.OutputSchema = JsonElement.Parse("""{"type":"object","properties":{"count":{"type":"integer"}},"required":["count"]}""");
        return tool;
    }
}
