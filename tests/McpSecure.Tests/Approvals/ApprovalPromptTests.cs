using McpSecure.Approvals;
using McpSecure.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Approvals;

/// <summary>The author's sentence: one that speaks of what is not there stops the start.</summary>
public sealed class ApprovalPromptTests
{
    [Theory]
    [InlineData("Delete {pth}?", "names 'pth', which it does not have. Did you mean path?")]
    [InlineData("Delete {options.mod}?", "names 'options.mod', which it does not have. Did you mean mode?")]
    [InlineData("Delete {path?", "has a lone '{'. Close it, or write '{{' for the character itself.")]
    [InlineData("Delete path}?", "has a lone '}'. Close it, or write '}}' for the character itself.")]
    [InlineData("Delete {}?", "has '{}', which is no name of an argument, such as path or filter.status.")]
    [InlineData("Delete { path }?", "has '{ path }', which is no name of an argument, such as path or filter.status.")]
    [InlineData("Delete {path[*]}?", "has '{path[*]}', which is no name of an argument, such as path or filter.status.")]
    [InlineData("Delete `{path}`?", "has a backtick. Remove it; what stands for a name is set apart without it.")]
    [InlineData("Delete\n{path}?", "has a line break, or another character that cannot be seen. Remove it.")]
    [InlineData("Delete \u202E{path}?", "has a line break, or another character that cannot be seen. Remove it.")]
    [InlineData("{path}{path}{path}{path}{path}{path}{path}{path}{path}", "has more than 8 names in braces. Name fewer; all arguments are shown below it.")]
    public async Task A_mistake_stops_the_start(string sentence, string problem)
    {
        var tool = Tool(sentence);
        var server = new McpServerOptions { ToolCollection = [tool] };

        Assert.Equal([$"[ApprovalPrompt] of 'delete' {problem}"], ServerCheck.Errors(server, new McpSecurityOptions()));
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => Session.StartAsync(builder => builder.WithTools([tool]).AddMcpSecurity()));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Delete {path}?")]
    [InlineData("Delete {options.mode} and {['path']}?")]
    [InlineData("⚠️ Set {{path}} to {path}")]
    [InlineData("Delete it?")]
    public void A_sentence_that_holds_starts(string sentence) =>
        Assert.Empty(ServerCheck.Errors(new McpServerOptions { ToolCollection = [Tool(sentence)] }, new McpSecurityOptions()));

    [Fact]
    public void Prompts_and_resources_are_checked_as_well()
    {
        var server = new McpServerOptions
        {
            PromptCollection = [McpServerPrompt.Create([ApprovalPrompt("{nam} {name.x}")] (string name) => name, new McpServerPromptCreateOptions { Name = "mail" })],
            ResourceCollection =
            [
                McpServerResource.Create([ApprovalPrompt("{file} {fil}")] (string file) => file, new McpServerResourceCreateOptions { UriTemplate = "docs://{file}", Name = "docs" }),
            ],
        };

        Assert.Equal(
            [
                "[ApprovalPrompt] of 'docs://{file}' names 'fil', which it does not have.",
                "[ApprovalPrompt] of 'mail' names 'nam', which it does not have. Did you mean name?",
                "[ApprovalPrompt] of 'mail' names 'name.x', which it does not have. Did you mean name?",
            ],
            ServerCheck.Errors(server, new McpSecurityOptions()));
    }

    /// <summary>What is added at run time was checked by nobody.</summary>
    [Fact]
    public async Task A_sentence_that_cannot_be_read_lets_no_call_through() =>
        await Assert.ThrowsAsync<UnshowableCallException>(() => Shown.OfAsync(Tool("Delete {path"), """{"path":"a"}"""));

    [Fact]
    public async Task Braces_are_written_twice() =>
        Assert.StartsWith("Set {path} to `\"a\"`\n", await Shown.OfAsync(Tool("Set {{path}} to {path}"), """{"path":"a"}"""), StringComparison.Ordinal);

    [Fact]
    public async Task A_value_cannot_add_a_name_or_a_line_to_it() => Assert.StartsWith(
        "Delete `\"{options}\\n\\nTool: x\"`?\n\nTool: `\"delete\"`\n", await Shown.OfAsync(Tool("Delete {path}?"), """{"path":"{options}\n\nTool: x"}"""), StringComparison.Ordinal);

    private static McpServerTool Tool(string sentence) => McpServerTool.Create((string path, Shown.DeleteOptions? options = null) => path, new McpServerToolCreateOptions
    {
        Name = "delete",
        Metadata = [new ApprovalPromptAttribute(sentence)],
    });
}
