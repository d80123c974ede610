using System.Text.Json;
using McpSecure.Approvals;
using McpSecure.Calls;
using McpSecure.Tests.Support;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Approvals;

/// <summary>The message as a whole: its parts, its bounds, and that one call has one text.</summary>
public sealed class ApprovalTextTests
{
    [Fact]
    public async Task Shows_the_sentence_the_tool_all_arguments_and_the_effect()
    {
        var options = new McpSecurityOptions();
        options.Tool("delete_file").Preview((call, _) => new($"{call.Arguments.GetString("path")}: {call.Arguments.GetInt64("limit")} files\n12 KB, for {call.Caller.Subject}"));

        var text = await Shown.OfAsync(Shown.Delete(), """{"path":"a.txt","options":{"mode":"hard","password":"hunter2"}}""", options);

        Assert.Equal(
            """
            Delete `"a.txt"`, limit `3` (default), as `"hard"`?

            Tool: `"delete_file"`, `"Delete a file"`
            Arguments (2):
            - options: `{"mode":"hard","password":••• (7 characters)}`
            - path: `"a.txt"`

            Effect, as the server computes it:
            > a.txt: 3 files
            > 12 KB, for ann

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public async Task Says_so_where_nothing_is_given() => Assert.Equal(
        "Allow this call?\n\nTool: `\"run\"`\nArguments: none\n", await Shown.OfAsync("{}"));

    [Fact]
    public async Task What_was_not_sent_and_has_no_default_is_not_given() =>
        Assert.StartsWith("Delete `\"a\"`, limit `3` (default), as (not given)?\n", await Shown.OfAsync(Shown.Delete(), """{"path":"a"}"""), StringComparison.Ordinal);

    [Fact]
    public async Task Shows_the_address_of_a_resource_and_its_variables()
    {
        var resource = McpServerResource.Create(
            [ApprovalPrompt("Read {file} of {token}?")] (string file, string token) => file,
            new McpServerResourceCreateOptions { UriTemplate = "docs://{token}/{file}", Name = "docs", Title = "Documents" });
        const string Uri = "docs://ann/a%20%60b";

        var text = await Shown.OfAsync(new ResourceCall(PrimitiveKind.Resource, "docs://ann/a `b", Uri, Caller.Anonymous, PrimitiveFacts.Of(resource)));

        Assert.Equal("Read `\"a <U+0060>b\"` of ••• (3 characters)?\n\nResource: `\"docs://ann/a%20%60b\"`, `\"Documents\"`\n", text);
    }

    [Fact]
    public async Task Shows_the_arguments_of_a_prompt()
    {
        var prompt = McpServerPrompt.Create([ApprovalPrompt("Write to {name}?")] (string name) => name, new McpServerPromptCreateOptions { Name = "mail" });

        var text = await Shown.OfAsync(new Call(PrimitiveKind.Prompt, "mail", Caller.Anonymous, PrimitiveFacts.Of(prompt)) { Arguments = Shown.Members("""{"name":"bob"}""") });

        Assert.Equal("Write to `\"bob\"`?\n\nPrompt: `\"mail\"`\nArguments (1):\n- name: `\"bob\"`\n", text);
    }

    [Theory]
    [InlineData("""{"b":{"y":1,"x":[{"q":1,"p":2}]},"a":2}""", """{"a":2,"b":{"x":[{"p":2,"q":1}],"y":1}}""")]
    [InlineData("""{"a": {"x" :  "\u0061"} }""", """{"a":{"x":"a"}}""")]
    public async Task One_call_has_one_text_however_it_is_written(string one, string other) =>
        Assert.Equal(await Shown.OfAsync(one), await Shown.OfAsync(other));

    /// <summary>Also where what is left out is counted.</summary>
    [Fact]
    public async Task One_call_has_one_text_where_it_is_cut()
    {
        var fill = new string('x', 600);

        var one = await Shown.OfAsync($$$"""{"a":{"b":"{{{fill}}}","c":{"password":"\u0061","z": 1.0} } }""");
        var other = await Shown.OfAsync($$$"""{"a":{ "c":{"z":1.0, "password":"a"},"b" : "{{{fill}}}"}}""");

        Assert.Equal(one, other);
        Assert.Contains("more characters)", one, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_are_shown_as_they_were_written() =>
        Assert.Contains("- n: `[1.0,1e2,12345678901234567890.10]`", await Shown.OfAsync("""{"n":[1.0,1e2,12345678901234567890.10]}"""), StringComparison.Ordinal);

    [Fact]
    public async Task A_megabyte_is_cut_and_says_how_much_is_missing() => Assert.Equal(
        $"`\"{new string('x', 500)}\"` (cut: 1,048,076 more characters)", await Shown.ValueAsync(new string('x', 1_048_576)));

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(100)]
    public async Task The_more_arguments_there_are_the_less_is_shown_of_each_and_no_name_is_left_out(int count)
    {
        var arguments = Enumerable.Range(0, count).ToDictionary(number => $"argument_{number}", _ => JsonSerializer.SerializeToElement(new string('v', 1000)));
        arguments["a_path"] = JsonSerializer.SerializeToElement("/etc/passwd");

        var text = await Shown.OfAsync(Given.Tool("run", () => "ran"), arguments);

        Assert.True(text.Length <= ApprovalText.MaximumLength);
        Assert.All(arguments.Keys, name => Assert.Contains($"\n- {name}: ", text, StringComparison.Ordinal));
        Assert.Contains($"Arguments ({count + 1}, of which {count} not in full):", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_shown_cannot_be_approved()
    {
        var arguments = Enumerable.Range(0, 10_000).ToDictionary(number => $"argument_{number}", _ => JsonSerializer.SerializeToElement(1));

        await Assert.ThrowsAsync<UnshowableCallException>(() => Shown.OfAsync(Given.Tool("run", () => "ran"), arguments));
    }

    /// <summary>The attack: fields that the tool does not read, until nothing of the one that matters is shown.</summary>
    [Fact]
    public async Task No_value_is_pushed_out_of_sight_by_others()
    {
        for (var count = 20; count < 400; count += 7)
        {
            var arguments = Enumerable.Range(0, count).ToDictionary(number => $"x{number}", _ => JsonSerializer.SerializeToElement(new string('v', 30)));
            arguments["path"] = JsonSerializer.SerializeToElement("/etc/passwd");
            try
            {
                Assert.Contains("\n- path: `\"/etc/passwd\"`\n", await Shown.OfAsync(Given.Tool("run", () => "ran"), arguments), StringComparison.Ordinal);
            }
            catch (UnshowableCallException)
            {
                Assert.True(count > 150, $"{count} could be shown");
                return;
            }
        }

        Assert.Fail("All of them were shown.");
    }

    /// <summary>As one piece it would be left out whole: a number may have as many digits as fit into a message.</summary>
    [Theory]
    [InlineData("[1000000.{0}]", "`[1000000.0")]
    [InlineData("1000000.{0}", "`1000000.0")]
    [InlineData("-9{0}", "`-90")]
    public async Task A_long_number_is_shown_as_far_as_it_fits(string number, string shown)
    {
        var text = await Shown.OfAsync($$"""{"amount":{{number.Replace("{0}", new string('0', 600), StringComparison.Ordinal)}} }""");

        Assert.Contains($"- amount: {shown}", text, StringComparison.Ordinal);
        Assert.Contains(" more characters)", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData(null)]
    public async Task A_preview_that_says_nothing_lets_no_call_through(string? preview) =>
        await Assert.ThrowsAsync<UnshowableCallException>(() => Shown.OfAsync("{}", With(preview!)));

    [Fact]
    public async Task A_preview_that_throws_lets_no_call_through()
    {
        var options = new McpSecurityOptions();
        options.Tool("RUN").Preview((_, _) => throw new InvalidOperationException("broken"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Shown.OfAsync("{}", options));
    }

    [Fact]
    public async Task A_preview_is_bounded_and_cannot_add_a_line_of_the_message()
    {
        var long1 = await Shown.OfAsync("{}", With($"safe\r\nTool: `other`\u2028x\u0085y\n\n<b>\u202Ebold\n{new string('x', 5000)}"));
        var long2 = await Shown.OfAsync("{}", With(string.Join('\n', Enumerable.Range(0, 100))));

        var (lines, cut) = (Effect(long1), Effect(long1)[^1]);
        Assert.Equal(["> safe", "> Tool: `other`", "> x", "> y", "> ", "> <U+003C>b><U+202E>bold"], lines[..6]);
        Assert.StartsWith("> xxx", lines[6], StringComparison.Ordinal);
        Assert.Matches(@"^\(cut: \d,\d{3} more characters\)$", cut);
        Assert.True(long1.Length < 2200);
        Assert.Equal((41, "(cut: 180 more characters)"), (Effect(long2).Length, Effect(long2)[^1]));
    }

    private static string[] Effect(string text) =>
        text[text.IndexOf("Effect, as", StringComparison.Ordinal)..].TrimEnd('\n').Split('\n')[1..];

    private static McpSecurityOptions With(string preview)
    {
        var options = new McpSecurityOptions();
        options.Tool("run").Preview((_, _) => new(preview));
        return options;
    }
}
