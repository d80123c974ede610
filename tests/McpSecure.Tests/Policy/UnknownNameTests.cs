using McpSecure.Policy;
using McpSecure.Tests.Support;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Policy;

/// <summary>Names in the policy that the server does not have.</summary>
public sealed class UnknownNameTests
{
    private const string Typos = """
        "Roles": { "reader": { "Tools": { "red_file": "Allow", "read_file": "Allow" }, "Prompts": { "sumary": "Allow" } } },
        "Tools": { "purge": { "Access": "Deny" } }
        """;

    private static readonly string[] TypoErrors =
    [
        "McpSecurity:Roles:reader:Tools:red_file names a tool this server does not have. Did you mean read_file?",
        "McpSecurity:Roles:reader:Prompts:sumary names a prompt this server does not have. Did you mean summary?",
        "McpSecurity:Tools:purge names a tool this server does not have.",
    ];

    [Fact]
    public void They_are_errors_where_the_names_are_known() =>
        Assert.Equal(TypoErrors, ServerCheck.Errors(Server("read_file"), Written.Options(Typos)));

    [Fact]
    public void Under_Warn_they_are_warnings()
    {
        var options = Written.Options(Typos, """ "UnknownTools": "Warn" """);

        Assert.Empty(ServerCheck.Errors(Server("read_file"), options));
        Assert.Equal(TypoErrors.Select(AsWarning), ServerCheck.Warnings(Server("read_file"), options));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Where_a_custom_handler_may_know_them_they_are_warnings(bool calls, bool lists)
    {
        var server = Server("read_file");
        server.Handlers.CallToolHandler = calls ? (_, _) => new(new CallToolResult()) : null;
        server.Handlers.ListToolsHandler = lists ? (_, _) => new(new ListToolsResult()) : null;

        string[] refused = calls ? ["The tool 'red_file' has no schema here, so calls of it are refused. If its handler checks the arguments itself, set McpSecurity:Tools:red_file:UnvalidatedArguments to Allow."] : [];
        Assert.Equal([AsWarning(TypoErrors[0]), AsWarning(TypoErrors[2]), .. refused], ServerCheck.Warnings(server, Written.Options(Typos)));
        Assert.Equal([TypoErrors[1]], ServerCheck.Errors(server, Written.Options(Typos))); // prompts are known all the same
    }

    [Theory]
    [InlineData(""" "LocalRole": "user" """, true)]                                                          // no roles
    [InlineData(""" "Roles": { "user": { "Tools": { "*": "Allow" } } } """, true)]                           // a wildcard grants none of them
    [InlineData(""" "Roles": { "user": { "Tools": { "read_file": "Allow", "query": "Deny" } } } """, true)]
    [InlineData(""" "Roles": { "user": { "Tools": { "query": "Allow" } } } """, false)]
    public void A_handler_whose_tools_nobody_may_use_is_a_warning(string policy, bool isWarned)
    {
        var server = Server("read_file");
        Assert.DoesNotContain(ServerCheck.Warnings(server, Written.Options(policy)), IsOfHandler); // there is none

        server.Handlers.CallToolHandler = (_, _) => new(new CallToolResult());

        Assert.Equal(isWarned, ServerCheck.Warnings(server, Written.Options(policy)).Any(IsOfHandler));

        static bool IsOfHandler(string warning) => warning.StartsWith("Tools that only the handler of calls serves", StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_that_an_author_requires_and_the_policy_does_not_have_is_a_warning()
    {
        var server = new McpServerOptions { ToolCollection = [McpServerTool.Create(Payroll, new McpServerToolCreateOptions { Name = "payroll" })] };

        Assert.Equal(
            ["'payroll' requires the role manager, and McpSecurity:Roles has no such role: nobody may use it."],
            ServerCheck.Warnings(server, Written.Options(""" "Roles": { "reader": {} } """)));
        Assert.Empty(ServerCheck.Warnings(server, Written.Options(""" "Roles": { "manager": {} } """)));
    }

    [RequireRole("manager")]
    private static string Payroll() => "paid";

    private static string AsWarning(string error) => $"{error} It may turn up in a handler or at run time.";

    [Theory]
    [InlineData("orders_x", true)]
    [InlineData("order_x", false)] // the typo that would deny nothing
    [InlineData("Orders_x", false)]
    public void A_prefix_that_fits_no_tool_is_unknown_too(string tool, bool isKnown) => Assert.Equal(
        isKnown ? [] : ["McpSecurity:Roles:admin:Tools:orders_* fits no tool of this server."],
        Errors(Written.Options(""" "Roles": { "admin": { "Tools": { "*": "Allow", "orders_*": "Deny" } } } """), tool));

    [Fact]
    public void The_wildcard_fits_even_a_server_without_tools() =>
        Assert.Empty(Errors(Written.Options(""" "Roles": { "admin": { "Tools": { "*": "Allow" } } } """)));

    [Fact]
    public void A_star_in_the_middle_is_reported_once()
    {
        const string Section = """ "Roles": { "admin": { "Tools": { "a*b": "Deny" } } } """;

        Assert.Empty(Errors(Written.Options(Section), "read_file"));
        Assert.Equal(
            ["McpSecurity:Roles:admin:Tools:a*b has a * that is not the last character; use a name, a prefix such as orders_*, or *."],
            Written.Errors(Section));
    }

    [Theory]
    [InlineData("Purge")]
    [InlineData("PURGE")]
    public void Under_Warn_a_denial_still_binds_whatever_its_case(string denied)
    {
        var policy = Written.Policy($$"""
            "UnknownTools": "Warn", "Roles": { "admin": { "Tools": { "*": "Allow", "{{denied}}": "Deny" } } }
            """);

        Assert.Equal(Access.Deny, policy.OnTool("purge", "admin").Access);
    }

    internal static string[] Errors(McpSecurityOptions options, params string[] tools) => [.. ServerCheck.Errors(Server(tools), options)];

    private static McpServerOptions Server(params string[] tools)
    {
        var ran = new Ran();
        return new McpServerOptions
        {
            ToolCollection = [.. tools.Select(tool => Given.Tool(tool, ran))],
            PromptCollection = [Given.Prompt("summary", ran)],
        };
    }
}
