using System.Text.Json;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using Slots = McpSecure.Pipeline.Slots;

namespace McpSecure.Tests.Attacks;

/// <summary>Lists tell each caller what he may use, and change nothing that another caller gets.</summary>
public sealed class ListTests
{
    private static readonly string[] Names = ["open", "B", "a", "secret"];
    private readonly Ran _ran = new();

    [Theory]
    [InlineData("tools/list", "tools", "open")]
    [InlineData("prompts/list", "prompts", "open")]
    [InlineData("resources/list", "resources", "mem://open/a")]
    [InlineData("resources/templates/list", "resourceTemplates", "mem://open/{x}")]
    public async Task A_list_has_only_what_the_caller_may_use(string method, string property, string visible)
    {
        await using var guarded = await StartAsync(Without.Nothing);
        await using var plain = await StartAsync(Without.Slot(Slots.Lists));

        var told = NamesIn(await guarded.ConnectRaw().RequestAsync(method), property);
        var leaked = NamesIn(await plain.ConnectRaw().RequestAsync(method), property);

        Assert.Equal([visible], told);
        Assert.True(leaked.Length > 1);
    }

    [Fact]
    public async Task The_order_is_ordinal_and_stable()
    {
        await using var session = await StartAsync(Without.Nothing, "admin");
        var peer = session.ConnectRaw();

        var before = NamesIn(await peer.RequestAsync("tools/list"), "tools");
        session.Server.ServerOptions.ToolCollection!.Add(Given.Tool("C", _ran));
        var after = NamesIn(await peer.RequestAsync("tools/list"), "tools");

        Assert.Equal(["B", "a", "open", "secret"], before);
        Assert.Equal(["B", "C", "a", "open", "secret"], after);
    }

    [Theory]
    [InlineData("tools/list")]
    [InlineData("prompts/list")]
    [InlineData("resources/list")]
    [InlineData("resources/templates/list")]
    public async Task Who_may_have_nothing_of_a_kind_does_not_reach_the_handler(string method)
    {
        foreach (var (role, without) in new[] { ("nobody", Without.Nothing), ("guest", Without.Nothing), ("nobody", Without.Slot(Slots.Lists)) })
        {
            var ran = new Ran();
            await using var session = await StartAsync(without, role, server => server
                .WithListToolsHandler((_, _) => Note(ran, new ListToolsResult()))
                .WithListPromptsHandler((_, _) => Note(ran, new ListPromptsResult()))
                .WithListResourcesHandler((_, _) => Note(ran, new ListResourcesResult()))
                .WithListResourceTemplatesHandler((_, _) => Note(ran, new ListResourceTemplatesResult())));

            await session.ConnectRaw().RequestAsync(method);

            Assert.Equal(role == "nobody" && without == Without.Nothing ? [] : ["handler"], ran.Entries);
        }
    }

    [Theory]
    [InlineData(true, "private")]
    [InlineData(false, "public")]
    public async Task A_list_is_private_even_if_its_handler_says_public(bool guarded, string scope)
    {
        foreach (var (method, _) in Lists())
        {
            await using var session = await StartAsync(guarded ? Without.Nothing : Without.Slot(Slots.Lists), server: Public);

            var answer = await session.ConnectRaw().ModernRequestAsync(method);

            Assert.Equal(scope, answer.Result().GetProperty("cacheScope").GetString());
        }
    }

    [Theory]
    [InlineData(true, "private")]
    [InlineData(false, "public")]
    public async Task What_is_read_is_private_even_if_its_handler_says_public(bool guarded, string scope)
    {
        await using var session = await StartAsync(guarded ? Without.Nothing : Without.Slot(Slots.Outermost | Slots.Innermost), server: server => server
            .WithReadResourceHandler((_, _) => new(new ReadResourceResult { CacheScope = CacheScope.Public })));

        var answer = await session.ConnectRaw().ModernRequestAsync("resources/read", """{"uri":"mem://open/by/handler"}""");

        Assert.Equal(scope, answer.Result().GetProperty("cacheScope").GetString());
    }

    [Fact]
    public async Task A_result_that_its_handler_keeps_for_everybody_is_not_changed()
    {
        Tool[] tools = [new() { Name = "z" }, new() { Name = "open" }, new() { Name = "secret" }];
        var kept = new ListToolsResult { Tools = [.. tools], CacheScope = CacheScope.Public, NextCursor = "more" };
        await using var session = await Target.StartAsync(
            server => server.WithListToolsHandler((_, _) => new(kept)),
            policy: Target.Policy.Replace("\"Roles\"", """ "Tools": { "open": { "UnvalidatedArguments": "Allow" } }, "Roles" """, StringComparison.Ordinal));

        var answer = await session.ConnectRaw().ModernRequestAsync("tools/list");

        Assert.Equal(["open"], NamesIn(answer, "tools"));
        Assert.Equal("more", answer.Result().GetProperty("nextCursor").GetString());
        Assert.Equal(CacheScope.Public, kept.CacheScope);
        Assert.Equal(tools, kept.Tools);
    }

    [Fact]
    public async Task The_objects_of_the_SDK_stay_as_they_were()
    {
        await using var session = await StartAsync(Without.Nothing);
        var tools = session.Server.ServerOptions.ToolCollection!;
        var before = tools.ToDictionary(tool => tool.ProtocolTool.Name, tool => JsonSerializer.Serialize(tool.ProtocolTool, ModelContextProtocol.McpJsonUtilities.DefaultOptions));

        await session.ConnectRaw().RequestAsync("tools/list");

        Assert.All(tools, tool => Assert.Equal(before[tool.ProtocolTool.Name], JsonSerializer.Serialize(tool.ProtocolTool, ModelContextProtocol.McpJsonUtilities.DefaultOptions)));
        Assert.Equal(Names.Order(), before.Keys.Order());
    }

    [Fact]
    public async Task A_filter_of_the_application_cannot_add_what_the_caller_may_not_see()
    {
        await using var session = await StartAsync(Without.Nothing, server: server => server.WithRequestFilters(filters => filters
            .AddListToolsFilter(next => async (request, cancellationToken) =>
            {
                var result = await next(request, cancellationToken);
                result.Tools.Add(new Tool { Name = "hidden" });
                return result;
            })));

        Assert.Equal(["open"], NamesIn(await session.ConnectRaw().RequestAsync("tools/list"), "tools"));
    }

    private static IEnumerable<(string Method, string Property)> Lists() =>
    [
        ("tools/list", "tools"), ("prompts/list", "prompts"), ("resources/list", "resources"), ("resources/templates/list", "resourceTemplates"),
    ];

    private static void Public(IMcpServerBuilder server) => server
        .WithListToolsHandler((_, _) => new(new ListToolsResult { CacheScope = CacheScope.Public }))
        .WithListPromptsHandler((_, _) => new(new ListPromptsResult { CacheScope = CacheScope.Public }))
        .WithListResourcesHandler((_, _) => new(new ListResourcesResult { CacheScope = CacheScope.Public }))
        .WithListResourceTemplatesHandler((_, _) => new(new ListResourceTemplatesResult { CacheScope = CacheScope.Public }));

    private static ValueTask<TResult> Note<TResult>(Ran ran, TResult result)
    {
        ran.Note("handler");
        return new(result);
    }

    private static string[] NamesIn(JsonElement answer, string property) =>
        [.. answer.Result().GetProperty(property).EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];

    private Task<Session> StartAsync(Action<IServiceCollection> without, string role = "guest", Action<IMcpServerBuilder>? server = null) => Target.StartAsync(
        builder =>
        {
            builder
                .WithTools(Names.Select(name => Given.Tool(name, _ran)))
                .WithPrompts(Names.Select(name => Given.Prompt(name, _ran)))
                .WithResources(
                [
                    Given.Resource("mem://open/a", _ran), Given.Resource("mem://secret/a", _ran),
                    Given.Resource("mem://open/{x}", (string x) => x), Given.Resource("mem://secret/{x}", (string x) => x),
                ]);
            server?.Invoke(builder);
        },
        without,
        user: Given.User("eve", role));
}
