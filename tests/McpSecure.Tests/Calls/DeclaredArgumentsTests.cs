using McpSecure.Calls;
using McpSecure.Tests.Support;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.Calls;

public sealed class DeclaredArgumentsTests
{
    [Fact]
    public void Names_have_a_case()
    {
        var names = DeclaredArguments.Of(Given.Prompt("prompt", (string text) => text)).Names;

        Assert.Equal(["text"], names);
        Assert.DoesNotContain("TEXT", names.AsEnumerable());
    }

    [Fact]
    public void A_prompt_is_closed() => Assert.True(DeclaredArguments.Of(Given.Prompt("prompt", () => "")).IsClosed);

    [Fact]
    public void A_name_that_only_a_handler_knows_declares_nothing_and_is_open()
    {
        Assert.False(DeclaredArguments.Of(null).IsClosed);
        Assert.Empty(DeclaredArguments.Of(null).Names);
    }

    [Fact]
    public void Facts_are_computed_once()
    {
        var prompt = Given.Prompt("prompt", (string text) => text);

        Assert.Same(PrimitiveFacts.Of(prompt).Arguments, PrimitiveFacts.Of(prompt).Arguments);
    }

    [Theory]
    [InlineData("added")]
    [InlineData("removed")]
    [InlineData("replaced list")]
    [InlineData("replaced in place")]
    [InlineData("renamed")]
    public void A_prompt_that_changes_its_arguments_is_noticed(string change)
    {
        var prompt = Given.Prompt("prompt", (string text) => text);
        Assert.Equal(["text"], PrimitiveFacts.Of(prompt).Arguments.Names);
        var arguments = prompt.ProtocolPrompt.Arguments!;

        switch (change)
        {
            case "added":
                arguments.Add(new PromptArgument { Name = "other" });
                break;
            case "removed":
                arguments.Clear();
                break;
            case "replaced list":
                prompt.ProtocolPrompt.Arguments = [new PromptArgument { Name = "other" }];
                break;
            case "replaced in place":
                arguments[0] = new PromptArgument { Name = "other" };
                break;
            default:
                arguments[0].Name = "other";
                break;
        }

        Assert.Equal(
            prompt.ProtocolPrompt.Arguments!.Select(argument => argument.Name).Order(),
            PrimitiveFacts.Of(prompt).Arguments.Names.Order());
    }
}
