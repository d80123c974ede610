using System.Security.Claims;
using McpSecure.Files;
using McpSecure.Tests.Files;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Attacks;

/// <summary>An editor may write drafts. He tries to write, and to read, the notes beside them.</summary>
public sealed class NarrowedRootTests : IDisposable
{
    private readonly Folder _folder = new();
    private readonly Ran _ran = new();

    public NarrowedRootTests()
    {
        _folder.Write("drafts/d.txt", "a draft");
        _folder.Write("notes/n.txt", "a note");
        _folder.Write("published/p.txt", "printed");
        _folder.Link("drafts/up", "../notes");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("notes/n.txt", "it leads outside (Escapes). It has to begin with 'drafts/'.")]
    [InlineData("./notes/n.txt", "it leads outside (Escapes). It has to begin with 'drafts/'.")]
    [InlineData(".", "it leads outside (Escapes). It has to begin with 'drafts/'.")]
    [InlineData("drafts2/n.txt", "it leads outside (Escapes). It has to begin with 'drafts/'.")] // a prefix is no directory
    [InlineData("Drafts/d.txt", "it leads outside (Escapes). It has to begin with 'drafts/'.")]
    [InlineData("drafts/up/n.txt", "it leads outside (Escapes). It has to begin with 'drafts/'.")] // a link from one directory of the root to another
    [InlineData("drafts/../notes/n.txt", "it goes up with '..' (DotDot).")]
    public async Task The_guard_holds_an_editor_to_his_directory(string path, string reason)
    {
        await using var session = await StartAsync("editor");
        await using var admin = await StartAsync("admin");

        var answer = await (await session.ConnectRawAsync()).CallToolAsync("write", $$"""{"path":"{{path}}","text":"x"}""");

        Assert.Equal($"The argument 'path' was refused: {reason}", answer.Text());
        Assert.Empty(_ran.Entries);
    }

    /// <summary>A tool that ignores what was checked, and opens something else beneath the root it was given.</summary>
    [Theory]
    [InlineData("notes/n.txt")]
    [InlineData("drafts/../notes/n.txt")]
    [InlineData("drafts/up/n.txt")]
    [InlineData("../outside/secret")]
    [InlineData(".")]
    public async Task The_injected_root_is_as_narrow_as_the_argument(string other)
    {
        await using var session = await StartAsync("editor");
        await using var admin = await StartAsync("admin");

        var narrow = await (await session.ConnectRawAsync()).CallToolAsync("read_other", $$"""{"path":"drafts/d.txt","other":"{{other}}"}""");
        var whole = await (await admin.ConnectRawAsync()).CallToolAsync("read_other", $$"""{"path":"drafts/d.txt","other":"{{other}}"}""");

        Assert.Equal("The path was refused by 'docs': it leads outside (Escapes).", narrow.Text());
        if (other.EndsWith("n.txt", StringComparison.Ordinal))
        {
            Assert.Equal("a note", whole.Text()); // it would have read it
        }
    }

    [Fact]
    public async Task What_lies_in_his_directory_is_his()
    {
        await using var session = await StartAsync("editor");
        var peer = await session.ConnectRawAsync();

        Assert.Equal("done", (await peer.CallToolAsync("write", """{"path":"drafts/new.txt","text":"x"}""")).Text());
        Assert.Equal("a draft", (await peer.CallToolAsync("read_other", """{"path":"drafts/d.txt","other":"./drafts//d.txt"}""")).Text());
        Assert.Equal("x", await File.ReadAllTextAsync(_folder.In("drafts/new.txt")));
    }

    [Theory]
    [InlineData("editor,publisher", "drafts/d.txt", true)]
    [InlineData("editor,publisher", "published/p.txt", true)] // each role adds its directory
    [InlineData("editor,publisher", "notes/n.txt", false)]
    [InlineData("editor,admin", "notes/n.txt", true)] // a role without one has the whole root
    [InlineData("editor,stranger", "notes/n.txt", false)] // a role that the policy does not have adds nothing
    [InlineData("editor,guest", "notes/n.txt", false)] // a role that does not grant the tool adds nothing
    [InlineData("editor,asker", "notes/n.txt", false)] // it would have to ask
    [InlineData("chief", "drafts/d.txt", true)] // what it inherits narrows it too
    [InlineData("chief", "notes/n.txt", false)]
    [InlineData("head", "notes/n.txt", true)] // what it says itself comes in place of that
    [InlineData("head", "drafts/d.txt", false)]
    public async Task Roles_add(string roles, string path, bool isRead)
    {
        await using var session = await StartAsync(roles.Split(','));

        var answer = await (await session.ConnectRawAsync()).CallToolAsync("read_other", $$"""{"path":"{{path}}","other":"{{path}}"}""");

        Assert.Equal(isRead, !answer.IsToolError());
    }

    [Fact]
    public async Task Of_two_directories_the_refusal_names_both_and_of_a_role_that_asks_the_person_is_told()
    {
        await using var both = await StartAsync("editor", "publisher");
        await using var asker = await StartAsync("editor", "asker");

        var ofBoth = await (await both.ConnectRawAsync()).CallToolAsync("write", """{"path":"notes/n.txt","text":"x"}""");
        var asked = await (await asker.ConnectRawAsync()).CallToolAsync("write", """{"path":"notes/n.txt","text":"x"}""");

        Assert.EndsWith("It has to begin with 'drafts/' or 'published/'.", ofBoth.Text(), StringComparison.Ordinal);
        Assert.Contains("needs a person's approval", asked.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Between_two_directories_nothing_is_moved()
    {
        await using var session = await StartAsync("editor", "publisher");

        var answer = await (await session.ConnectRawAsync()).CallToolAsync("move", """{"from":"drafts/d.txt","to":"published/d.txt"}""");

        Assert.Equal("The path was refused by 'docs': it leads outside (Escapes).", answer.Text());
        Assert.True(File.Exists(_folder.In("drafts/d.txt")));
    }

    /// <summary>A hundred calls of two callers at once, through one service that outlives them all.</summary>
    [Fact]
    public async Task Two_callers_at_once_each_have_their_own()
    {
        var callers = 0;
        await using var session = await StartAsync(_ => Interlocked.Increment(ref callers) % 2 == 0 ? Given.User("eva", "editor") : Given.User("ada", "admin"));
        var peer = await session.ConnectRawAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => peer.CallToolAsync("read_by_service", """{"path":"drafts/d.txt","other":"notes/n.txt"}""")));

        Assert.Equal(["a note", "refused"], answers.Select(answer => answer.Text()).Select(text => text == "a note" ? text : "refused").Distinct().Order(StringComparer.Ordinal));
        Assert.All(answers, answer => Assert.True(answer.Text() is "a note" or "The path was refused by 'docs': it leads outside (Escapes).", answer.Text()));
        Assert.Equal(_ran.Entries.Count(entry => entry == "service as editor"), answers.Count(answer => answer.IsToolError()));
    }

    [Fact]
    public async Task Work_that_a_call_started_keeps_its_root_and_work_of_nobody_has_none()
    {
        await using var session = await StartAsync("editor");
        await (await session.ConnectRawAsync()).CallToolAsync("start_work", """{"path":"drafts/d.txt"}""");

        Assert.Equal("refused", await _work.Task.OrGiveUp());
        var root = session.Services.GetRequiredKeyedService<SecureRoot>("docs");
        var error = Assert.Throws<InvalidOperationException>(() => root.ReadAllText("notes/n.txt"));
        Assert.StartsWith("The root 'docs' was used outside of a call, and the policy narrows it by tool or role", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_of_a_call_a_root_that_nothing_narrows_is_the_whole_root()
    {
        await using var session = await Target.StartAsync(
            server => server.WithTools(Given.ToolsOf(this)),
            policy: Written.Settings($$""" "Roles": { "admin": { "Tools": { "*": "Allow" } } }, "Paths": { "docs": { "Root": "{{_folder.Inside}}", "Access": "ReadWrite" } } """),
            hosted: true);

        Assert.Equal("a note", session.Services.GetRequiredKeyedService<SecureRoot>("docs").ReadAllText("notes/n.txt"));
        var error = Assert.Throws<InvalidOperationException>(() => session.Services.GetRequiredKeyedService<SecureRoot>("dosc"));
        Assert.Equal("McpSecurity:Paths has no root 'dosc', which [FromKeyedServices] asks for. Did you mean docs?", error.Message);
    }

    /// <summary>What one call is given can be closed: the next one still has its root.</summary>
    [Fact]
    public async Task Closing_an_injected_root_closes_nothing()
    {
        await using var session = await StartAsync("editor");
        var peer = await session.ConnectRawAsync();

        Assert.Equal("a draft", (await peer.CallToolAsync("read_and_close", """{"path":"drafts/d.txt"}""")).Text());
        Assert.Equal("a draft", (await peer.CallToolAsync("read_and_close", """{"path":"drafts/d.txt"}""")).Text());
    }

    [Fact]
    public async Task Over_stateless_HTTP_the_root_is_that_of_the_caller()
    {
        await using var server = await HttpServer.StartAsync(
            builder => builder.WithTools(Given.ToolsOf(this)).AddMcpSecurity(),
            new SessionSetup { Settings = Settings, Services = services => services.AddSingleton<Service>().AddSingleton(_ran) });
        const string Body = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read_other","arguments":{"path":"drafts/d.txt","other":"notes/n.txt"}}}""";

        var editor = await server.PostAsync(Body, "eva: editor");
        var admin = await server.PostAsync(Body, "ada: admin");

        Assert.Equal("The path was refused by 'docs': it leads outside (Escapes).", editor.Answer.Text());
        Assert.Equal("a note", admin.Answer.Text());
    }

    [Fact]
    public async Task Where_requests_have_no_scope_the_root_is_that_of_the_caller_too()
    {
        await using var session = await StartAsync(_ => Given.User("eva", "editor"), scoped: false);

        var answer = await (await session.ConnectRawAsync()).CallToolAsync("read_other", """{"path":"drafts/d.txt","other":"notes/n.txt"}""");

        Assert.Equal("The path was refused by 'docs': it leads outside (Escapes).", answer.Text());
    }

    [Fact]
    public async Task A_tool_that_reads_is_not_given_a_root_that_writes()
    {
        await using var session = await StartAsync("admin");

        var answer = await (await session.ConnectRawAsync()).CallToolAsync("read_and_write", """{"path":"drafts/d.txt"}""");

        Assert.Equal("Read: The path was refused by 'docs': nothing may be changed here (ReadOnly).", answer.Text());
    }

    private readonly TaskCompletionSource<string> _work = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string Settings => Written.Settings($$"""
        "Roles": {
          "admin": { "Tools": { "*": "Allow" } },
          "editor": { "Tools": { "*": "Allow" } },
          "publisher": { "Tools": { "*": "Allow" } },
          "asker": { "Tools": { "*": "Ask" } },
          "chief": { "Inherits": "editor" },
          "head": { "Inherits": "editor" },
          "guest": {}
        },
        "Paths": { "docs": { "Root": "{{_folder.Inside}}", "Access": "ReadWrite" } },
        "Tools": {
          {{string.Join(",", Given.ToolsOf(this).Where(tool => tool.ProtocolTool.Name is not ("move" or "read_and_write")).Select(tool => Narrow(tool.ProtocolTool.Name, "path")))}},
          "move": { "Roles": {
            "editor": { "Paths": { "from": { "Under": "drafts" }, "to": { "Under": "drafts" } } },
            "publisher": { "Paths": { "from": { "Under": "published" }, "to": { "Under": "published" } } }
          } }
        }
        """);

    private static string Narrow(string tool, string argument) => $$"""
        "{{tool}}": { "Roles": {
          "editor": { "Paths": { "{{argument}}": { "Under": "drafts" } } },
          "publisher": { "Paths": { "{{argument}}": { "Under": "published" } } },
          "head": { "Paths": { "{{argument}}": { "Under": "notes" } } }
        } }
        """;

    private Task<Session> StartAsync(params string[] roles) => StartAsync(_ => Given.User("caller", roles));

    private Task<Session> StartAsync(Func<JsonRpcMessage, ClaimsPrincipal?> user, bool scoped = true) => Session.StartAsync(
        server =>
        {
            server.WithTools(Given.ToolsOf(this)).AddMcpSecurity();
            server.Services.Configure<McpServerOptions>(options => options.ScopeRequests = scoped);
        },
        new SessionSetup
        {
            Settings = Settings,
            Hosted = true,
            User = user,
            Services = services => services.AddSingleton<Service>().AddSingleton(_ran),
        });

    [McpServerTool(Name = "write")]
    private string Write([ConfinedPath("docs", PathAccess.ReadWrite)] string path, string text, [FromKeyedServices("docs")] SecureRoot root)
    {
        _ran.Note(path);
        root.WriteAllTextAtomic(path, text);
        return "done";
    }

    [McpServerTool(Name = "read_other")]
    private static string ReadOther([ConfinedPath("docs")] string path, string other, [FromKeyedServices("docs")] SecureRoot root) => root.ReadAllText(other);

    [McpServerTool(Name = "read_by_service")]
    private static string ReadByService([ConfinedPath("docs")] string path, string other, IServiceProvider services, System.Security.Claims.ClaimsPrincipal user) =>
        services.GetRequiredService<Service>().Read(other, user.FindFirst(ClaimTypes.Role)!.Value);

    [McpServerTool(Name = "move")]
    private static string Move(
        [ConfinedPath("docs", PathAccess.ReadWrite)] string from, [ConfinedPath("docs", PathAccess.ReadWrite)] string to, [FromKeyedServices("docs")] SecureRoot root)
    {
        root.Move(from, to);
        return "moved";
    }

    [McpServerTool(Name = "start_work")]
    private string StartWork([ConfinedPath("docs")] string path, [FromKeyedServices("docs")] SecureRoot root)
    {
        _ = Task.Run(() =>
        {
            try
            {
                _work.SetResult(root.ReadAllText("notes/n.txt"));
            }
            catch (PathRefusedException)
            {
                _work.SetResult("refused");
            }
        });
        return "started";
    }

    [McpServerTool(Name = "read_and_close")]
    private static string ReadAndClose([ConfinedPath("docs")] string path, [FromKeyedServices("docs")] SecureRoot root)
    {
        using (root)
        {
            return root.ReadAllText(path);
        }
    }

    [McpServerTool(Name = "read_and_write")]
    private static string ReadAndWrite([ConfinedPath("docs")] string path, [FromKeyedServices("docs")] SecureRoot root)
    {
        try
        {
            root.WriteAllTextAtomic(path, "x");
            return "written";
        }
        catch (PathRefusedException exception)
        {
            return $"{root.Access}: {exception.Message}";
        }
    }

    private sealed class Service(Ran ran, [FromKeyedServices("docs")] SecureRoot root)
    {
        public string Read(string path, string role)
        {
            ran.Note("service as " + role);
            return root.ReadAllText(path);
        }
    }
}
