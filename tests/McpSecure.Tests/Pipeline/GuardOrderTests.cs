using McpSecure.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Pipeline;

public sealed class GuardOrderTests
{
    /// <summary>Who before what; and rules see only arguments that fit the tool.</summary>
    [Fact]
    public async Task The_guards_stand_in_the_order_that_is_written()
    {
        await using var session = await Session.StartAsync(server => server.AddMcpSecurity());

        Assert.Equal(
            ["caller_limits", "authorization", "tool_limits", "argument_size", "arguments", "argument_rules", "paths"],
            session.Services.GetRequiredService<SecurityPipeline>().Guards.Select(guard => guard.Name));
    }
}
