using McpSecure.Calls;
using McpSecure.Tests.Support;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Calls;

/// <summary>The serializer of a tool is found inside the SDK. A new SDK that hides it elsewhere fails here first.</summary>
public sealed class SdkToolTests
{
    [Fact]
    public void The_serializer_is_the_one_the_tool_was_made_with()
    {
        Assert.Same(McpSecureJson.StrictOptions, SdkTool.FunctionOf(Strict())?.JsonSerializerOptions);
        Assert.Same(McpJsonUtilities.DefaultOptions, SdkTool.FunctionOf(Given.Tool("tool", () => 1))?.JsonSerializerOptions);
    }

    [Fact]
    public void It_is_known_who_reads_strictly()
    {
        Assert.True(SdkTool.IsReadStrictly(Strict()));
        Assert.False(SdkTool.IsReadStrictly(Given.Tool("tool", () => 1)));
        Assert.False(SdkTool.IsReadStrictly(Given.FunctionTool("tool", new Ran())));
    }

    [Fact]
    public void Nothing_is_said_of_a_tool_that_hides_another() => Assert.Null(SdkTool.IsReadStrictly(new Wrapped(Strict())));

    private static McpServerTool Strict() => Given.Tool("tool", () => 1, options => options.SerializerOptions = McpSecureJson.StrictOptions);

    private sealed class Wrapped(McpServerTool inner) : DelegatingMcpServerTool(inner);
}
