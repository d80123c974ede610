using McpSecure.Files;
using McpSecure.Policy.Paths;
using McpSecure.Tests.Files;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Policy.Paths;

/// <summary>What would not confine as it says stops the start, with the setting, its value and the fix.</summary>
public sealed class PathErrorTests : IDisposable
{
    private readonly Folder _folder = new();

    public PathErrorTests()
    {
        Directory.CreateDirectory(_folder.In("drafts"));
        _folder.Link("linked", "drafts");
        _folder.Write("file", "x");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{ "a b": { "Root": "IN" } }""", "McpSecurity:Paths:a b is no name for a root, which clients see; use at most 64 letters, digits, _, - and dots.")]
    [InlineData("""{ "docs": {} }""", "McpSecurity:Paths:docs needs a Root: a directory that exists, absolute or relative to the application's own folder.")]
    [InlineData("""{ "docs": { "Root": "IN", "Access": "None" } }""", "McpSecurity:Paths:docs:Access is 'None'; use Read or ReadWrite.")]
    [InlineData("""{ "docs": { "Root": "IN/missing" } }""", "McpSecurity:Paths:docs:Root is 'IN/missing', and IN/missing cannot be opened as a directory: nothing is there. Create it, or name another.")]
    [InlineData("""{ "docs": { "Root": "IN/file" } }""", "McpSecurity:Paths:docs:Root is 'IN/file', and IN/file cannot be opened as a directory: it is a file. Name a directory.")]
    [InlineData("""{ "docs": { "Root": "IN/file/x" } }""", "McpSecurity:Paths:docs:Root is 'IN/file/x', and IN/file/x cannot be opened as a directory: a part of it is not a directory. Create it, or name another.")]
    [InlineData("""{ "docs": { "Root": "IN", "MaxReadBytes": 2147483647 } }""", "McpSecurity:Paths:docs:MaxReadBytes is 2147483647; use 0 to 2147483590.")]
    [InlineData("""{ "docs": { "Root": "IN", "ProtectedNames": { "a/b": true } } }""", "McpSecurity:Paths:docs:ProtectedNames:a/b is no single name; it protects a name wherever it stands in a path.")]
    [InlineData("""{ "docs": { "Root": "IN", "SymbolicLinks": "Follow" } }""", "McpSecurity:Paths:docs:SymbolicLinks is 'Follow'; use Deny or FollowBeneath.")]
    public void A_root_that_cannot_be(string paths, string expected) => AssertError(expected, Errors($$""" "Paths": {{paths}} """));

    [Theory]
    [InlineData(".")]
    [InlineData("sub/..")]
    [InlineData("..")] // the folder that the application is in
    public void A_writable_root_that_holds_the_application(string root)
    {
        AssertError(
            $"McpSecurity:Paths:docs:Root is '{root}', and it and the application's own folder or a policy file hold one another, while Access is ReadWrite:",
            Errors($$""" "Paths": { "docs": { "Root": "{{root}}", "Access": "ReadWrite" } } """));
        Assert.Empty(Errors($$""" "Paths": { "docs": { "Root": "{{root}}" } } """));
    }

    [Theory]
    [InlineData("~/docs", "Read", "'~' is not expanded")]
    [InlineData("~/docs", "ReadWrite", "'~' is not expanded")]
    [InlineData("not-there", "Read", "A relative Root starts at the application's own folder")]
    [InlineData("not-there", "ReadWrite", "A relative Root starts at the application's own folder")] // in the folder, whether it is there or not
    [InlineData("IN/missing", "Read", null)] // absolute: it starts where it says
    public void A_root_that_starts_elsewhere_than_its_author_thought(string root, string access, string? hint)
    {
        var error = Assert.Single(Errors($$""" "Paths": { "docs": { "Root": "{{root}}", "Access": "{{access}}" } } """));

        Assert.Equal(hint is not null, error.Contains(AppContext.BaseDirectory + ": write an absolute path", StringComparison.Ordinal));
        Assert.Contains(hint ?? "Create it, or name another.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_writable_root_that_holds_a_policy_file()
    {
        var source = Written.Source();
        var options = Written.Options($$""" "Paths": { "docs": { "Root": "{{Escaped(_folder.Inside)}}", "Access": "ReadWrite" } } """);
        Assert.Empty(new PathOptionsCheck(source).Errors(options));

        options.PolicyFiles.Add(_folder.In("drafts/policy.json"));

        AssertError("McpSecurity:Paths:docs:Root is '", [.. new PathOptionsCheck(source).Errors(options)]);
    }

    [Theory]
    [InlineData(""" "write": { "Paths": { "path": { "Root": "dosc" } } } """, "McpSecurity:Tools:write:Paths:path:Root is 'dosc', but McpSecurity:Paths has no such root. Did you mean docs?")]
    [InlineData(""" "write": { "Paths": { "path": { "Root": "docs", "Access": "ReadWrite" } } } """, "McpSecurity:Tools:write:Paths:path:Access is ReadWrite, and McpSecurity:Paths:docs:Access is Read: nothing can be written there.")]
    [InlineData(""" "write": { "Paths": { "a[0]": { "Root": "docs" } } } """, "McpSecurity:Tools:write:Paths:a[0] is no path to an argument;")]
    [InlineData(""" "write": { "Roles": { "editor": { "Paths": { "path": {} } } } } """, "McpSecurity:Tools:write:Roles:editor:Paths:path needs Under: a directory beneath the root of the argument.")]
    [InlineData(""" "write": { "Roles": { "editor": { "Paths": { "path": { "Under": "../drafts" } } } } } """, "McpSecurity:Tools:write:Roles:editor:Paths:path:Under is '../drafts'; write the directory relative to the root")]
    [InlineData(""" "write": { "Roles": { "editor": { "Paths": { "path": { "Under": "/drafts" } } } } } """, "McpSecurity:Tools:write:Roles:editor:Paths:path:Under is '/drafts'; write the directory relative to the root")]
    [InlineData(""" "write": { "Roles": { "editor": { "Paths": { "path": { "Under": "drafts/" } } } } } """, "McpSecurity:Tools:write:Roles:editor:Paths:path:Under is 'drafts/'; write the directory relative to the root")]
    [InlineData(""" "write": { "Roles": { "editor": { "Paths": { "path": { "Under": "a\\b" } } } } } """, @"McpSecurity:Tools:write:Roles:editor:Paths:path:Under is 'a\b'; write the directory relative to the root")]
    public void A_path_setting_that_means_nothing(string tools, string expected) => AssertError(expected, Errors(Policy(tools)));

    [Theory]
    [InlineData(""" "plain": { "Paths": { "pth": { "Root": "docs" } } } """, "McpSecurity:Tools:plain:Paths:pth confines 'pth', and 'plain' does not have that argument. Did you mean path?")]
    [InlineData(""" "plain": { "Paths": { "count": { "Root": "docs" } } } """, "McpSecurity:Tools:plain:Paths:count confines 'count' of 'plain', which is no text but integer. Remove the line.")]
    [InlineData(""" "plain": { "Paths": { "many": { "Root": "docs" } } } """, "McpSecurity:Tools:plain:Paths:many confines 'many' of 'plain', which is no text but array. For every element write many[*].")]
    [InlineData(""" "plain": { "Paths": { "path[*]": { "Root": "docs" } } } """, "McpSecurity:Tools:plain:Paths:path[*] confines 'path[*]', and 'plain' does not have that argument. It is no list.")]
    [InlineData(""" "plain": { "Paths": { "path": {} } } """, "McpSecurity:Tools:plain:Paths:path:Root is missing: the author of 'plain' did not confine 'path'. Set it to one of: docs, scratch.")]
    [InlineData(""" "read": { "Paths": { "path": { "Root": "scratch" } } } """, "McpSecurity:Tools:read:Paths:path:Root is 'scratch', and the author of 'read' says 'docs': configuration cannot move it. Remove the line.")]
    [InlineData(""" "save": { "Paths": { "path": { "Access": "ReadWrite", "MustExist": false } } } """, "McpSecurity:Tools:save:Paths:path permits more than the author of 'save', whose [ConfinedPath] says Read, MustExist: configuration only restricts. Remove the line.")]
    [InlineData(""" "plain": { "Roles": { "editor": { "Paths": { "path": { "Under": "drafts" } } } } } """, "McpSecurity:Tools:plain:Roles:editor:Paths:path narrows an argument that is confined to no root: path.")]
    [InlineData(""" "read": { "Roles": { "editor": { "Paths": { "path": { "Under": "missing" } } } } } """, "McpSecurity:Tools:read:Roles:editor:Paths:path:Under is 'missing', which cannot be opened beneath the root 'docs': nothing is there. Create the directory, or name another.")]
    [InlineData(""" "read": { "Roles": { "editor": { "Paths": { "path": { "Under": "linked" } } } } } """, "McpSecurity:Tools:read:Roles:editor:Paths:path:Under is 'linked', which cannot be opened beneath the root 'docs': a symbolic link stands in the way.")]
    [InlineData(""" "read": { "Roles": { "editor": { "Paths": { "path": { "Under": "file" } } } } } """, "McpSecurity:Tools:read:Roles:editor:Paths:path:Under is 'file', which cannot be opened beneath the root 'docs': a part of it is not a directory.")]
    public void A_path_setting_that_does_not_fit_the_tool(string tools, string expected) => AssertError(
        expected,
        ServerErrors(
            tools,
            Given.Tool("plain", (string path, int count, string[] many) => string.Empty),
            Given.Tool("read", ([ConfinedPath("docs")] string path) => string.Empty),
            Given.Tool("save", ([ConfinedPath("scratch", PathAccess.Read, MustExist = true)] string path) => string.Empty)));

    [Fact]
    public void An_attribute_that_the_configuration_does_not_meet()
    {
        AssertError(
            """[ConfinedPath("dox")] on 'path' of 'x' names a root that McpSecurity:Paths does not have. Add: "McpSecurity": { "Paths": { "dox": { "Root": "(a directory)", "Access": "Read" } } }.""",
            ServerErrors(string.Empty, Given.Tool("x", ([ConfinedPath("dox")] string path) => string.Empty)));
        AssertError(
            """[ConfinedPath("docs", PathAccess.ReadWrite)] is on 'path' of 'x', and McpSecurity:Paths:docs:Access is Read.""",
            ServerErrors(string.Empty, Given.Tool("x", ([ConfinedPath("docs", PathAccess.ReadWrite)] string path) => string.Empty)));
    }

    /// <summary>The attribute itself must not throw: whoever reads it first would end with its exception, and not with this line.</summary>
    [Fact]
    public void An_attribute_that_names_no_root_or_no_access()
    {
        AssertError(
            """[ConfinedPath("")] on 'path' of 'x' names no root. Name one of McpSecurity:Paths: docs, scratch.""",
            ServerErrors(string.Empty, Given.Tool("x", ([ConfinedPath("")] string path) => string.Empty)));
        AssertError(
            """[ConfinedPath("")] on 'inner.path' of 'x' names no root.""",
            ServerErrors(string.Empty, Given.Tool("x", (Unnamed inner) => string.Empty)));
        AssertError(
            """[ConfinedPath("")] on 'path' of 'x' names no root.""",
            ServerErrors(string.Empty, Given.Tool("x", ([ConfinedPath(null!)] string path) => string.Empty)));
        AssertError(
            """[ConfinedPath(" ")] on 'path' of 'x' names no root.""",
            ServerErrors(string.Empty, Given.Tool("x", ([ConfinedPath(" ")] string path) => string.Empty)));
        AssertError(
            """[ConfinedPath("docs")] on 'path' of 'x' has the access None. Use PathAccess.Read or PathAccess.ReadWrite.""",
            ServerErrors(string.Empty, Given.Tool("x", ([ConfinedPath("docs", PathAccess.None)] string path) => string.Empty)));
    }

    [Fact]
    public void An_attribute_that_would_confine_nothing()
    {
        AssertError(
            """[ConfinedPath("docs")] is on 'count' of 'x', which is neither a text nor a list of texts. Put it on the text itself.""",
            ServerErrors(string.Empty, Given.Tool("x", ([ConfinedPath("docs")] int count) => string.Empty)));
        AssertError(
            """[ConfinedPath("docs")] is on 'path' of 'x', which is neither a text nor a list of texts. Take a string; SecureRoot takes it as it is.""",
            ServerErrors(string.Empty, Given.Tool("x", ([ConfinedPath("docs")] UntrustedPath path) => string.Empty)));
        AssertError(
            """[ConfinedPath("docs")] is on 'paths' of 'x', which is neither a text nor a list of texts. Take a string; SecureRoot takes it as it is.""",
            ServerErrors(string.Empty, Given.Tool("x", ([ConfinedPath("docs")] UntrustedPath[] paths) => string.Empty)));
        AssertError(
            "'tree.below[*]' of 'x' is a Tree within a Tree, and [ConfinedPath] in a type that holds itself would confine only the first of them.",
            ServerErrors(string.Empty, Given.Tool("x", (Tree tree) => string.Empty)));
        AssertError(
            "'files' of 'x' is a dictionary, and [ConfinedPath] in its values would confine nothing. Take a list.",
            ServerErrors(string.Empty, Given.Tool("x", (Dictionary<string, Leaf> files) => string.Empty)));
    }

    [Theory]
    [InlineData("""{ "Root": "IN/missing", "Access": "ReadWrite" }""", "McpSecurity:Paths:docs:Root is '")]
    [InlineData("""{ "Root": "IN", "Access": "Write" }""", "McpSecurity:Paths:docs:Access is 'Write'; use Read or ReadWrite.")] // no such value
    [InlineData("""{ "Root": "IN", "Acess": "ReadWrite" }""", "McpSecurity:Paths:docs:Acess is no setting. Did you mean Access?")]
    [InlineData("""{ "Root": "", "Access": "ReadWrite" }""", "McpSecurity:Paths:docs:Root is empty;")]
    [InlineData(""" "IN" """, "McpSecurity:Paths:docs is '")] // a text in place of an entry
    public void What_only_follows_from_a_mistake_in_a_root_is_not_told_as_well(string root, string expected)
    {
        var section = Resolved($$"""
            "Roles": { "editor": {}, "guest": {} },
            "Paths": { "docs": {{root}} },
            "Tools": {
              "save": { "Roles": { "editor": { "Paths": { "path": { "Under": "drafts" } } }, "guest": { "Paths": { "path": { "Under": "guests" } } } } },
              "plain": { "Paths": { "path": { "Root": "docs", "Access": "ReadWrite" } } }
            }
            """);
        var save = Given.Tool("save", ([ConfinedPath("docs", PathAccess.ReadWrite)] string path, [FromKeyedServices("docs")] SecureRoot files) => string.Empty);
        var server = new McpServerOptions { ToolCollection = [save, Given.Tool("plain", (string path) => string.Empty)] };

        AssertError(expected, [.. Written.Errors(section), .. PathServerCheck.Errors(server, Written.Options(section))]);
    }

    [Fact]
    public void A_tool_whose_guard_and_body_would_use_different_roots()
    {
        AssertError(
            "'path' of 'x' is confined to 'docs', and its code uses the root scratch: what is checked would not be what is opened. Inject the root that the argument is confined to.",
            ServerErrors(string.Empty, Given.Tool("x", ([ConfinedPath("docs")] string path, [FromKeyedServices("scratch")] SecureRoot root) => string.Empty)));
        AssertError(
            "'x' asks for the root 'dosc' with [FromKeyedServices], and McpSecurity:Paths has no such root. Did you mean docs?",
            ServerErrors(string.Empty, Given.Tool("x", ([FromKeyedServices("dosc")] SecureRoot root) => string.Empty)));
        Assert.Empty(ServerErrors(string.Empty, Given.Tool("x", ([ConfinedPath("docs")] string path, [FromKeyedServices("docs")] SecureRoot root, [FromKeyedServices("scratch")] SecureRoot more) => string.Empty)));
    }

    [Fact]
    public void A_resource_whose_path_is_no_variable_of_its_template() => AssertError(
        "[ConfinedPath(docs)] confines 'path' of 'docs://all', which is no variable of its URI template that can be read. Name it there.",
        Errors(server => server.ResourceCollection = [Given.Resource("docs://all", ([ConfinedPath("docs")] string path = "x") => string.Empty)]));

    [Fact]
    public void What_fits_is_no_error() => Assert.Empty(ServerErrors(
        """
        "read": {
          "Paths": { "path": { "Root": "docs", "Access": "Read", "MustExist": true }, "more.deep[*].path": { "Root": "docs" } },
          "Roles": { "editor": { "Paths": { "path": { "Under": "drafts" } } } }
        },
        "only_a_handler_knows_it": { "Paths": { "anything.at[*].all": { "Root": "scratch" } } }
        """,
        Given.Tool("read", ([ConfinedPath("docs")] string path, Outer? more = null) => string.Empty)));

    private string[] ServerErrors(string tools, params McpServerTool[] registered)
    {
        Assert.Empty(Errors(Policy(tools)));
        return Errors(server => server.ToolCollection = [.. registered], tools);
    }

    private string[] Errors(Action<McpServerOptions> configure, string tools = "")
    {
        var server = new McpServerOptions();
        configure(server);
        return [.. PathServerCheck.Errors(server, Written.Options(Resolved(Policy(tools))))];
    }

    private string[] Errors(string section) => [.. Written.Errors(Resolved(section)).Select(error => error.Replace(_folder.Inside, "IN", StringComparison.Ordinal))];

    private static string Policy(string tools) => $$"""
        "Roles": { "editor": {} },
        "Paths": { "docs": { "Root": "IN" }, "scratch": { "Root": "IN", "Access": "ReadWrite" } },
        "Tools": { {{tools}} }
        """;

    private string Resolved(string section) => section.Replace("\"IN", "\"" + Escaped(_folder.Inside), StringComparison.Ordinal);

    private static string Escaped(string path) => path.Replace("\\", "\\\\", StringComparison.Ordinal);

    private static void AssertError(string expected, string[] errors) =>
        Assert.StartsWith(expected, Assert.Single(errors), StringComparison.Ordinal);

    private sealed record Tree([ConfinedPath("docs")] string Path, Tree[] Below);

    private sealed record Unnamed([ConfinedPath("")] string Path);

    private sealed record Leaf([ConfinedPath("docs")] string Path);

    private sealed record Inner(string Path);

    private sealed record Outer(Inner[] Deep);
}
