using System.Collections;
using System.Collections.Frozen;
using System.Reflection;
using McpSecure.Calls;
using McpSecure.Tests.Attacks;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Sealer = McpSecure.Pipeline.Sealer;

namespace McpSecure.Tests.Doors;

/// <summary>Every way from a client to the application's code is decided on, and the decision holds end to end.</summary>
public sealed class DoorsTests
{
    private static readonly FrozenDictionary<string, (IReadOnlyDictionary<string, Door> Doors, Func<IEnumerable<string>> Members)> Tables =
        new Dictionary<string, (IReadOnlyDictionary<string, Door>, Func<IEnumerable<string>>)>
        {
            [nameof(McpServerHandlers)] = (DoorTables.Handlers, () => Properties(typeof(McpServerHandlers))),
            [nameof(McpRequestFilters)] = (DoorTables.RequestFilters, () => Properties(typeof(McpRequestFilters))),
            [nameof(McpMessageFilters)] = (DoorTables.MessageFilters, () => Properties(typeof(McpMessageFilters))),
            [nameof(McpServerFilters)] = (DoorTables.FilterGroups, () => Properties(typeof(McpServerFilters))),
            [nameof(McpServerOptions)] = (DoorTables.Options, () => Properties(typeof(McpServerOptions))),
            [nameof(RequestMethods)] = (DoorTables.Requests, () => Constants(typeof(RequestMethods))),
            [nameof(NotificationMethods)] = (DoorTables.Notifications, () => Constants(typeof(NotificationMethods))),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Ran _ran = new();

    public static TheoryData<string> AllTables => [.. Tables.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string, string> Guarded => Rows(Decision.Guarded);

    public static TheoryData<string, string> RefusedUnlessListed => Rows(Decision.RefusedUnlessListed);

    public static TheoryData<string, string> RefusedAlways => Rows(Decision.RefusedAlways);

    [Theory]
    [MemberData(nameof(AllTables))]
    public void Every_member_of_the_SDK_is_decided_on(string table) =>
        Assert.Empty(Undecided(table, Tables[table].Members(), Tables[table].Doors));

    [Fact]
    public void A_member_that_an_upgrade_adds_or_removes_is_reported_with_what_to_decide()
    {
        var problems = Undecided("Sdk", ["Known", "Added"], new Dictionary<string, Door> { ["Known"] = Door.NoUserCode, ["Removed"] = Door.NoUserCode });

        Assert.Equal(
            [
                "Sdk has a new member 'Added', and nobody has decided whether a client can reach the application's code through it. If a slot of " +
                "Pipeline/SdkHook.cs stands before it, add it to DoorTables as Guarded with its attack; if none does, give it one, or refuse it in " +
                "SdkHook.SideDoors and add it as RefusedUnlessListed or RefusedAlways. A method also needs its line in Calls/Methods.cs.",
                "Sdk has no member 'Removed' any more: take it out of DoorTables, and its slot out of SdkHook.",
            ],
            problems);
    }

    [Fact]
    public void The_methods_that_pass_the_first_slot_are_those_of_the_table()
    {
        var served = DoorTables.Requests.Where(door => door.Value.Decision != Decision.RefusedUnlessListed).Select(door => door.Key);

        Assert.Equal(served.Append(Methods.SetLoggingLevel).Order(), Methods.Requests.Order());
        Assert.Empty(Methods.Notifications.Except(DoorTables.Notifications.Keys));
    }

    [Fact]
    public async Task A_server_in_which_any_guarded_filter_list_was_cleared_does_not_count_as_sealed()
    {
        await using var session = await Target.StartAsync(server => server.WithTools([Given.Tool("open", _ran)]));
        var (options, sealer) = (session.Server.ServerOptions, session.Services.GetRequiredService<Sealer>());
        foreach (var (filters, doors) in new (object, IReadOnlyDictionary<string, Door>)[]
        {
            (options.Filters.Request, DoorTables.RequestFilters), (options.Filters.Message, DoorTables.MessageFilters),
        })
        {
            foreach (var (member, _) in doors.Where(door => door.Value.Decision == Decision.Guarded))
            {
                Assert.True(sealer.IsSealed(options));
                ((IList)filters.GetType().GetProperty(member)!.GetValue(filters)!).Clear();
                Assert.False(sealer.IsSealed(options), $"{member} has no place of ours in it: SdkHook.Seal and IsSealed have to know it.");
                McpSecurity.Seal(options, session.Services);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task A_guarded_door_is_shut_to_a_caller_without_a_role_and_open_to_one_who_may(string table, string member)
    {
        Assert.Equal([], await KnockAsync(table, member, []));
        Assert.Single((await KnockAsync(table, member, ["guest"])).Distinct());
    }

    [Theory]
    [MemberData(nameof(Guarded))]
    [MemberData(nameof(RefusedUnlessListed))]
    [MemberData(nameof(RefusedAlways))]
    public async Task Without_McpSecure_every_door_is_open_to_everybody(string table, string member) =>
        Assert.NotEmpty(await KnockAsync(table, member, [], without: Without.Everything));

    [Theory]
    [MemberData(nameof(RefusedUnlessListed))]
    [MemberData(nameof(RefusedAlways))]
    public async Task A_door_that_cannot_be_guarded_stops_the_start(string table, string member)
    {
        var door = Tables[table].Doors[member];

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => KnockAsync(table, member, ["guest"]));

        Assert.Contains(door.Method ?? member, Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(RefusedUnlessListed))]
    public async Task A_listed_method_runs_for_callers_with_a_role_alone(string table, string member)
    {
        var listed = Tables[table].Doors[member].Method;

        Assert.Equal([], await KnockAsync(table, member, [], listed));
        Assert.Single(await KnockAsync(table, member, ["guest"], listed));
    }

    [Theory]
    [MemberData(nameof(RefusedAlways))]
    public async Task What_is_refused_always_is_refused_when_listed_too(string table, string member) =>
        await Assert.ThrowsAsync<OptionsValidationException>(() => KnockAsync(table, member, ["guest"], member));

    [Theory]
    [InlineData(RequestMethods.ToolsCall)]
    [InlineData(RequestMethods.ToolsList)]
    [InlineData(RequestMethods.Ping)]
    [InlineData(RequestMethods.Initialize)]
    public async Task A_custom_handler_for_a_method_of_MCP_stops_the_start_whatever_is_listed(string method)
    {
#pragma warning disable MCPEXP002 // the subject
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => Target.StartAsync(server => server.Services
            .Configure<McpServerOptions>(options => options.RequestHandlers = [new McpServerRequestHandler { Method = method, Handler = (_, _) => default }])));
#pragma warning restore MCPEXP002

        Assert.Contains($"'{method}', a method of MCP itself", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RequestMethods.Ping, ProtocolVersions.November2025)]
    [InlineData(RequestMethods.ServerDiscover, ProtocolVersions.July2026)]
    public async Task What_the_SDK_itself_answers_is_recorded(string method, string version)
    {
        await using var session = await Target.StartAsync(server => server.WithTools([Given.Tool("open", _ran)]));
        var peer = await session.ConnectRawAsync(version);

        var answer = await peer.RequestAsync(version, method, "{}");
        await session.FinishAsync();

        Assert.True(answer.TryGetProperty("result", out _));
        Assert.Contains(session.Logs.From(McpSecurityTelemetry.LogCategory), entry => entry["Method"] as string == method);
    }

    private static List<string> Undecided(string table, IEnumerable<string> members, IReadOnlyDictionary<string, Door> doors) =>
    [
        .. from added in members.Except(doors.Keys)
           select $"{table} has a new member '{added}', and nobody has decided whether a client can reach the application's code through it. If a slot of " +
               "Pipeline/SdkHook.cs stands before it, add it to DoorTables as Guarded with its attack; if none does, give it one, or refuse it in " +
               "SdkHook.SideDoors and add it as RefusedUnlessListed or RefusedAlways. A method also needs its line in Calls/Methods.cs.",
        .. from removed in doors.Keys.Except(members)
           select $"{table} has no member '{removed}' any more: take it out of DoorTables, and its slot out of SdkHook.",
    ];

    private static IEnumerable<string> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name);

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

    private static TheoryData<string, string> Rows(Decision decision)
    {
        var rows = new TheoryData<string, string>();
        foreach (var (table, (doors, _)) in Tables.OrderBy(table => table.Key, StringComparer.Ordinal))
        {
            foreach (var (member, _) in doors.Where(door => door.Value.Decision == decision))
            {
                rows.Add(table, member);
            }
        }

        return rows;
    }

    /// <summary>A name that nothing serves is answered as unknown before it reaches the application's filters.</summary>
    private static void PutSomethingBehind(McpServerHandlers handlers)
    {
#pragma warning disable MCPEXP002 // it excludes the other one
        if (handlers.CallToolWithAlternateHandler is null)
#pragma warning restore MCPEXP002
        {
            handlers.CallToolHandler ??= (_, _) => new(new CallToolResult());
        }

        handlers.GetPromptHandler ??= (_, _) => new(new GetPromptResult());
        handlers.ReadResourceHandler ??= (_, _) => new(new ReadResourceResult());
    }

    /// <summary>Knocks as somebody in these roles and tells what of the application ran.</summary>
    private static async Task<IReadOnlyList<string>> KnockAsync(
        string table, string member, string[] roles, string? listed = null, Action<IServiceCollection>? without = null)
    {
        var ran = new Ran();
        var door = Tables[table].Doors[member];
        await using var session = await Target.StartAsync(
            server =>
            {
                // All capabilities, so that the SDK serves every method whether or not there is something behind it.
                server.Services.Configure<McpServerOptions>(options => options.Capabilities = new ServerCapabilities
                {
                    Tools = new(),
                    Prompts = new(),
                    Resources = new() { Subscribe = true },
                    Completions = new(),
                });
                server.Services.PostConfigure<McpServerOptions>(options =>
                {
                    door.Open(options, ran);
                    PutSomethingBehind(options.Handlers);
                });
                if (member != nameof(McpServerOptions.ToolCollection))
                {
                    // A handler has no schema; that somebody allowed it is not what is asked here.
                    server.AddMcpSecurity(options => options.Tools["open"] = new ToolOptions { UnvalidatedArguments = UnvalidatedArguments.Allow });
                }

                if ((door.Decision == Decision.Guarded ? door.Method : listed) is { } method)
                {
                    server.AddMcpSecurity(options => options.AllowedMethods[method] = Access.Allow);
                }
            },
            without,
            user: Given.User("eve", roles));
        var peer = session.ConnectRaw();
        await door.Knock(session, peer);
        await session.FinishAsync();
        return ran.Entries;
    }
}
