using System.Text.Json;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Hosting;

/// <summary>A stdio server as its operator meets it: a process with an exit code, and a client on standard output.</summary>
public sealed class ProcessTests : IDisposable
{
    private const string Initialize = """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
        """;

    private const string ListTools = """{"jsonrpc":"2.0","id":2,"method":"tools/list"}""";

    private const string ReaderOnly = """ "LocalRole": "reader", "Roles": { "reader": { "Tools": { "read_file": "Allow" } } } """;
    private const string Everything = """ "LocalRole": "admin", "Roles": { "admin": { "Tools": { "*": "Allow", "delete_file": "Allow" } } } """;

    private readonly TestServerProcess _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task All_of_twenty_mistakes_are_reported_on_standard_error()
    {
        Write(_server.OwnFolder, """
            "LocalRole": "raeder",
            "AnonymousRole": "",
            "RoleClaim": { "Type": "groups" },
            "Mode": "1",
            "ObserveUntil": "24.12.2026",
            "Refusals": "Hide,Explain",
            "UnknownTools": "Wran",
            "TrustRemoteParent": "yes",
            "AllowedMethods": { "x/ping": "Ask", "tasks/other": "Allow" },
            "Limits": { "CallsPerMinute": 0 },
            "Roles": {
              "reader": {
                "Inherit": "writer",
                "Tools": { "red_file": "Allow", "write_file": "Alow", "delete_file": null, "a*b": "Deny" },
                "Prompts": [ "summary" ],
                "Resources": { "handbook": { "Uri": "docs://../handbook/**" } },
                "Members": { "entra": { "Claim": "groups" } }
              },
              "editor": { "Inherits": "writer" }
            },
            "Tools": { "read_file": "Deny" }
            """);

        var ending = await _server.RunAsync([]);

        string[] mistakes =
        [
            "McpSecurity:AnonymousRole is empty; use the name of a role, or remove the line.",
            "McpSecurity:Limits:CallsPerMinute is '0'; use a whole number from 1 to 1000000.",
            "McpSecurity:Mode is '1'; use Enforce or Observe.",
            "McpSecurity:ObserveUntil is '24.12.2026'; use a date such as 2026-12-24.",
            "McpSecurity:Refusals is 'Hide,Explain'; use Hide or Explain.",
            "McpSecurity:RoleClaim has entries of its own; it takes one value: a claim type.",
            "McpSecurity:Roles:reader:Inherit is no setting. Did you mean Inherits?",
            "McpSecurity:Roles:reader:Prompts is a list; write entries by name, such as { \"name\": … }, so that a later file can change one.",
            "McpSecurity:Roles:reader:Tools:delete_file is empty; use Deny, Ask or Allow, or remove the line.",
            "McpSecurity:Roles:reader:Tools:write_file is 'Alow'; use Deny, Ask or Allow. Did you mean Allow?",
            "McpSecurity:Tools:read_file is 'Deny'; it takes the settings Access, Limits, Approval, AuditLevel, UnknownFields, UnvalidatedArguments, Arguments, Paths, Sensitive, Roles.",
            "McpSecurity:TrustRemoteParent is 'yes'; use true or false.",
            "McpSecurity:UnknownTools is 'Wran'; use Refuse or Warn. Did you mean Warn?",
            "McpSecurity:LocalRole is 'raeder', but McpSecurity:Roles has no such role. Did you mean reader?",
            "McpSecurity:AllowedMethods:tasks/other cannot be allowed: a task id works for whoever knows it, and nobody knows where this method has one, so that it cannot be bound to its owner. Known are tasks/cancel, tasks/get, tasks/list, tasks/result, tasks/update.",
            "McpSecurity:AllowedMethods:x/ping is 'Ask'; a custom method cannot ask. Use Deny or Allow.",
            "McpSecurity:Roles:editor:Inherits leads to 'writer', but McpSecurity:Roles has no such role.",
            "McpSecurity:Roles:reader:Tools:a*b has a * that is not the last character; use a name, a prefix such as orders_*, or *.",
            @"McpSecurity:Roles:reader:Resources:handbook:Uri is 'docs://../handbook/**', which no request can match: write the decoded URI, with a lower-case scheme and without \, % or dot segments.",
            "McpSecurity:Roles:reader:Members:entra needs both Claim and Value.",
            "McpSecurity:Roles:reader:Tools:red_file names a tool this server does not have. Did you mean read_file?",
        ];
        Assert.Equal(mistakes, ending.ErrorLines.Where(line => line.StartsWith("McpSecurity:", StringComparison.Ordinal)));
        Assert.True(mistakes.Length >= 20);
        IsRefusedQuietly(ending);
    }

    [Fact]
    public async Task A_sound_policy_of_the_own_folder_counts_wherever_the_process_was_started()
    {
        Write(_server.OwnFolder, ReaderOnly);

        var ending = await _server.RunAsync([], Initialize, ListTools, Call("read_file"), Call("write_file"));

        Assert.Equal(0, ending.ExitCode);
        Assert.Contains("read_file", ending.Answers[1], StringComparison.Ordinal);
        Assert.DoesNotContain("write_file", ending.Answers[1], StringComparison.Ordinal);
        Assert.Contains("read a", ending.Answers[2], StringComparison.Ordinal);
        Assert.Equal("-32602: Unknown tool: 'write_file'", JsonElement.Parse(ending.Answers[3]).Error());
        Assert.Empty(ending.Rest);
    }

    [Fact]
    public async Task Without_a_policy_the_person_who_started_it_may_use_everything_and_is_asked_before_destruction()
    {
        var ending = await _server.RunAsync([], Initialize, ListTools, Call("write_file"), Call("delete_file"));

        Assert.Equal(0, ending.ExitCode);
        Assert.All(["read_file", "write_file", "delete_file"], tool => Assert.Contains(tool, ending.Answers[1], StringComparison.Ordinal));
        Assert.Contains("wrote a", ending.Answers[2], StringComparison.Ordinal);
        Assert.Contains("approval_required", ending.Answers[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // without the check, the folder a client starts the server in decides who may do what
    public async Task A_hostile_working_directory_stops_the_start(bool guarded)
    {
        Write(_server.OwnFolder, ReaderOnly);
        var hostile = Write(_server.WorkingFolder, Everything);
        string[] allowed = guarded ? [] : [$"TestServer:PolicyFile={hostile}"];

        var ending = await _server.RunAsync(allowed, guarded ? [] : [Initialize, Call("delete_file")]);

        if (guarded)
        {
            Assert.Contains(ending.ErrorLines, line => line.StartsWith($"McpSecurity is also configured in {hostile}, ", StringComparison.Ordinal));
            IsRefusedQuietly(ending);
        }
        else
        {
            Assert.Contains("deleted a", ending.Answers[1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_environment_variant_in_the_working_directory_stops_it_too()
    {
        Write(_server.OwnFolder, ReaderOnly);
        var hostile = Write(_server.WorkingFolder, Everything, "appsettings.Production.json");

        var ending = await _server.RunAsync([]);

        Assert.Contains(hostile, ending.Errors, StringComparison.Ordinal);
        IsRefusedQuietly(ending);
    }

    [Fact]
    public async Task Roles_on_stdio_need_a_LocalRole()
    {
        Write(_server.OwnFolder, """ "Roles": { "reader": {}, "editor": {} } """);

        var ending = await _server.RunAsync([]);

        Assert.Equal(
            "McpSecurity:LocalRole is missing: on stdio the person who started the server needs a role. Set it to one of: editor, reader.",
            ending.ErrorLines[0]);
        IsRefusedQuietly(ending);
    }

    [Fact]
    public async Task A_console_logger_on_standard_output_stops_the_start_with_the_line_to_paste()
    {
        Write(_server.OwnFolder, ReaderOnly);

        var ending = await _server.RunAsync(["log-to-stdout"]);

        Assert.Equal(
            "The console logger writes to standard output, which is the protocol channel of a stdio server. Send it to standard error: " +
            "builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace);",
            ending.ErrorLines[0]);
        IsRefusedQuietly(ending);
    }

    /// <summary>The real standard streams, with the length that a line has by default.</summary>
    [Fact]
    public async Task A_line_that_is_too_long_is_answered_and_the_next_is_served()
    {
        Write(_server.OwnFolder, ReaderOnly);
        var large = $$"""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"read_file","arguments":{"path":"{{new string('a', 5 * 1024 * 1024)}}"} } }""";

        var ending = await _server.RunAsync([], Initialize, large, Call("read_file"));

        Assert.Equal(0, ending.ExitCode);
        Assert.Equal("-32600: The line is longer than 4194304 bytes, and was skipped. Send shorter messages.", JsonElement.Parse(ending.Answers[1]).Error());
        Assert.Contains("read a", ending.Answers[2], StringComparison.Ordinal);
        Assert.Empty(ending.Rest);
        Assert.Contains("message_too_large", ending.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("WithStdioServerTransport", ending.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_file_that_cannot_be_read_is_reported_like_any_other_mistake()
    {
        await File.WriteAllTextAsync(Path.Join(_server.OwnFolder, "appsettings.json"), "{ \"McpSecurity\": { ");

        var ending = await _server.RunAsync([]);

        Assert.StartsWith($"{Path.Join(_server.OwnFolder, "appsettings.json")} cannot be read: ", ending.ErrorLines[0], StringComparison.Ordinal);
        IsRefusedQuietly(ending);
    }

    [LinuxFact]
    public async Task A_program_that_is_not_fit_is_reported_like_any_other_mistake()
    {
        Write(_server.OwnFolder, ReaderOnly);

        var ending = await _server.RunAsync(["TestServer:Program=/bin/sh"]);

        Assert.StartsWith("The program 'tool' is a shell", ending.ErrorLines[0], StringComparison.Ordinal);
        IsRefusedQuietly(ending);
    }

    private static void IsRefusedQuietly(TestServerProcess.Ending ending)
    {
        Assert.Equal(78, ending.ExitCode);
        Assert.Empty(ending.Rest);
        Assert.DoesNotContain("   at ", ending.Errors, StringComparison.Ordinal);
    }

    private static string Call(string tool) =>
        $$"""{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"arguments":{"path":"a"},"name":"{{tool}}"} }""";

    private static string Write(string folder, string section, string name = "appsettings.json")
    {
        var file = Path.Join(folder, name);
        File.WriteAllText(file, Written.Settings(section));
        return file;
    }
}
