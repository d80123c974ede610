using System.Text.Json;
using McpSecure.Calls;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Calls;

public sealed class DeclaredArgumentsTests
{
    [Theory]
    [InlineData("""{"type":"object"}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{}}}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{}},"additionalProperties":false}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{}},"additionalProperties":true}""", false)]
    [InlineData("""{"type":"object","additionalProperties":{"type":"string"}}""", false)]
    [InlineData("""{"type":"object","patternProperties":{"^x-":{}}}""", false)]
    [InlineData("""{"type":"object","allOf":[{}]}""", false)]
    [InlineData("""{"type":"object","anyOf":[{}]}""", false)]
    [InlineData("""{"type":"object","oneOf":[{}]}""", false)]
    [InlineData("""{"type":"object","if":{}}""", false)]
    [InlineData("""{"type":"object","$ref":"#/$defs/a"}""", false)]
    [InlineData("""{"type":"object","$dynamicRef":"#a"}""", false)]
    [InlineData("""{"type":"object","dependentSchemas":{}}""", false)]
    [InlineData("""{"type":"object","unevaluatedProperties":true}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"additionalProperties":true}}}""", true)] // below the root: another object
    public void A_definition_is_closed_unless_its_root_opens_itself(string schema, bool isClosed)
    {
        var tool = Given.Tool("tool", () => "");
        tool.ProtocolTool.InputSchema = JsonElement.Parse(schema);

        Assert.Equal(isClosed, DeclaredArguments.Of(tool).IsClosed);
    }

    [Fact]
    public void Names_have_a_case()
    {
        var names = DeclaredArguments.Of(Given.Tool("tool", (string path) => path)).Names;

        Assert.Equal(["path"], names);
        Assert.DoesNotContain("PATH", names.AsEnumerable());
    }

    [Fact]
    public void What_the_tool_gets_from_elsewhere_is_no_argument() => Assert.Equal(
        ["path"],
        DeclaredArguments.Of(Given.Tool("tool", (string path, McpServer server, CancellationToken token, IProgress<ModelContextProtocol.ProgressNotificationValue> progress) => path)).Names);

    [Fact]
    public void A_name_that_only_a_handler_knows_declares_nothing_and_is_open()
    {
        Assert.False(DeclaredArguments.Of(null).IsClosed);
        Assert.Empty(DeclaredArguments.Of(null).Names);
    }

    [Fact]
    public void Facts_are_computed_once_and_again_when_the_definition_changes()
    {
        var tool = Given.Tool("tool", (string path) => path);
        var first = PrimitiveFacts.Of(tool).Arguments;
        Assert.Same(first, PrimitiveFacts.Of(tool).Arguments);

        tool.ProtocolTool.InputSchema = JsonElement.Parse("""{"type":"object","properties":{"other":{}}}""");

        var second = PrimitiveFacts.Of(tool).Arguments;
        Assert.Equal(["other"], second.Names);
        Assert.Same(second, PrimitiveFacts.Of(tool).Arguments);
    }

    [Fact]
    public void An_equal_schema_in_another_document_is_read_again()
    {
        var tool = Given.Tool("tool", (string path) => path);
        var first = PrimitiveFacts.Of(tool).Arguments;

        tool.ProtocolTool.InputSchema = JsonElement.Parse(tool.ProtocolTool.InputSchema.GetRawText());

        Assert.NotSame(first, PrimitiveFacts.Of(tool).Arguments);
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

    [Fact]
    public async Task A_schema_changed_while_the_server_runs_counts_from_the_next_call()
    {
        var ran = new Ran();
        var tool = Given.Tool("tool", (string? path = null, string? other = null) => ran.Note($"{path}{other}"));
        tool.ProtocolTool.InputSchema = JsonElement.Parse("""{"type":"object","properties":{"path":{}}}""");
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity(options => options.LocalTransport = true).WithTools([tool]));
        var peer = session.ConnectRaw();

        var before = await peer.CallToolAsync("tool", """{"other":"a"}""");
        tool.ProtocolTool.InputSchema = JsonElement.Parse("""{"type":"object","properties":{"other":{}}}""");
        var after = await peer.CallToolAsync("tool", """{"other":"b"}""");
        var old = await peer.CallToolAsync("tool", """{"path":"c"}""");

        Assert.True(before.IsToolError());
        Assert.False(after.IsToolError());
        Assert.True(old.IsToolError());
        Assert.Equal(["b"], ran.Entries);
    }
}
