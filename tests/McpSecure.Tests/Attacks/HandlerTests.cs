using McpSecure.Arguments;
using McpSecure.Authorization;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.Attacks;

/// <summary>Tools that no attribute describes: a handler takes any name, and an AI function hides its attributes.</summary>
public sealed class HandlerTests
{
    private readonly Ran _ran = new();

    [Theory]
    [InlineData("anything", "guest", true)]
    [InlineData("anything", "guest", false)]
    [InlineData("anything", "admin", true)] // a wildcard grants nothing whose author could not mark it
    [InlineData("anything", "admin", false)]
    [InlineData("OPEN", "guest", true)]     // names are case-sensitive
    [InlineData("open ", "guest", true)]
    [InlineData("open\u0000", "guest", true)]
    public async Task A_handler_gets_no_name_that_is_not_granted(string name, string role, bool guarded)
    {
        await using var session = await Target.StartAsync(
            server => Serve(server, name),
            guarded ? Without.Nothing : Without.Guard<AuthorizationGuard>(),
            user: Given.User("eve", role));

        var answer = await session.ConnectRaw().CallToolAsync(name);

        Assert.Equal(guarded ? [] : [name], _ran.Entries);
        Assert.Equal(guarded, answer.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task A_handler_gets_the_name_that_is_granted()
    {
        await using var session = await Target.StartAsync(server => Serve(server, "open"));

        await session.ConnectRaw().CallToolAsync("open");

        Assert.Equal(["open"], _ran.Entries);
    }

    [Theory]
    [InlineData("function", "admin", true)] // by a wildcard alone
    [InlineData("function", "admin", false)]
    [InlineData("open", "admin", true)]
    [InlineData("open", "admin", false)]
    public async Task A_tool_made_from_an_AI_function_has_to_be_named(string name, string role, bool guarded)
    {
        await using var session = await Target.StartAsync(
            server => server.WithTools([Given.FunctionTool(name, _ran)]),
            guarded ? Without.Nothing : Without.Guard<AuthorizationGuard>(),
            user: Given.User("ada", role));

        await session.ConnectRaw().CallToolAsync(name);

        Assert.Equal(guarded ? [] : [name], _ran.Entries);
    }

    [Fact]
    public async Task A_tool_made_from_an_AI_function_runs_where_it_is_named()
    {
        await using var session = await Target.StartAsync(server => server.WithTools([Given.FunctionTool("open", _ran)]));

        await session.ConnectRaw().CallToolAsync("open");

        Assert.Equal(["open"], _ran.Entries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_gets_no_arguments_that_nothing_has_checked(bool guarded)
    {
        await using var session = await Target.StartAsync(
            server => Serve(server, unvalidated: null),
            guarded ? Without.Nothing : Without.Guard<ArgumentsGuard>());

        var answer = await session.ConnectRaw().CallToolAsync("open", """{"any":"thing"}""");

        Assert.Equal(guarded ? [] : ["open"], _ran.Entries);
        Assert.Equal(guarded, answer.GetRawText().Contains("\"not_validated\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_setting_for_tools_without_a_schema_is_an_error_on_a_tool_that_has_one()
    {
        var stopped = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => Target.StartAsync(server => server
            .WithTools([Given.Tool("open", _ran)])
            .AddMcpSecurity(options => options.Tools["open"] = new ToolOptions { UnvalidatedArguments = UnvalidatedArguments.Allow })));

        Assert.Contains("McpSecurity:Tools:open:UnvalidatedArguments is set, but the tool has a schema", stopped.Message, StringComparison.Ordinal);
    }

    private void Serve(IMcpServerBuilder server, string? unvalidated)
    {
        server.WithCallToolHandler((request, _) =>
        {
            _ran.Note(request.Params.Name);
            return new(new CallToolResult());
        });
        if (unvalidated is not null)
        {
            server.AddMcpSecurity(options => options.Tools[unvalidated] = new ToolOptions { UnvalidatedArguments = UnvalidatedArguments.Allow });
        }
    }
}
