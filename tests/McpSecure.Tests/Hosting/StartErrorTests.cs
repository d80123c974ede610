using McpSecure.Execution;
using McpSecure.Hosting;
using McpSecure.Pipeline;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Hosting;

/// <summary>What the application registered that stops the start. Where it would not stop, nothing is built that listens.</summary>
public sealed class StartErrorTests
{
    private const string Reader = """ "Roles": { "reader": { "Tools": { "read": "Allow" } } } """;

    private readonly Ran _ran = new();

    [Theory]
    [InlineData(Reader, true)]
    [InlineData(Reader + """, "LocalRole": "reader" """, false)]
    [InlineData("", false)] // nothing configured, nobody shut out
    public void Roles_on_stdio_need_a_LocalRole(string section, bool isError)
    {
        var errors = Errors(server => server.WithStdioServerTransport().WithTools([Given.Tool("read", _ran)]), section);

        Assert.Equal(
            isError ? ["McpSecurity:LocalRole is missing: on stdio the person who started the server needs a role. Set it to one of: reader."] : [],
            errors);
    }

    [Fact]
    public void On_a_network_nobody_is_local()
    {
        Assert.Empty(Errors(server => server.WithStreamServerTransport(Stream.Null, Stream.Null).WithTools([Given.Tool("read", _ran)]), Reader));
    }

    [Fact]
    public void A_caller_source_of_the_application_gives_the_roles_itself() => Assert.Empty(Errors(
        server => server.WithStdioServerTransport().WithTools([Given.Tool("read", _ran)]), Reader,
        services: services => services.AddSingleton<ICallerSource, Nobody>()));

    [Fact]
    public void Code_may_say_that_a_stream_is_local_or_stdio_is_not()
    {
        var local = Errors(
            server => server.WithStreamServerTransport(Stream.Null, Stream.Null).WithTools([Given.Tool("read", _ran)]), Reader, options => options.LocalTransport = true);
        var network = Errors(
            server => server.WithStdioServerTransport().WithTools([Given.Tool("read", _ran)]), Reader, options => options.LocalTransport = false);

        Assert.StartsWith("McpSecurity:LocalRole is missing", Assert.Single(local), StringComparison.Ordinal);
        Assert.Empty(network);
    }

    /// <summary>All that is checked of the SDK's stdio is checked of ours.</summary>
    [Fact]
    public void The_bounded_stdio_is_stdio()
    {
        var errors = Errors(
            server => server.WithSecureStdioServerTransport().WithTools([Given.Tool("read", _ran)]), Reader,
            services: services => services.AddLogging(logging => logging.AddConsole()));

        Assert.Collection(
            errors,
            error => Assert.StartsWith("McpSecurity:LocalRole is missing", error, StringComparison.Ordinal),
            error => Assert.StartsWith("The console logger writes to standard output", error, StringComparison.Ordinal));
    }

    public static TheoryData<int, string> Transports => new()
    {
        { 1, "bounded" }, { 1, "plain" }, { 2, "bounded plain" }, { 2, "plain bounded" }, { 2, "plain stream" }, { 2, "plain plain" }, { 3, "bounded stream plain" },
    };

    [Theory]
    [MemberData(nameof(Transports))]
    public void A_server_has_one_transport(int count, string transports)
    {
        var errors = Errors(server =>
        {
            foreach (var transport in transports.Split(' '))
            {
                _ = transport switch
                {
                    "bounded" => server.WithSecureStdioServerTransport(),
                    "plain" => server.WithStdioServerTransport(),
                    _ => server.WithStreamServerTransport(Stream.Null, Stream.Null),
                };
            }
        });

        Assert.Equal(
            count == 1
                ? []
                : [$"{count} transports are registered, and a server has one: it would listen to the last of them alone. " +
                    "Keep one call of WithSecureStdioServerTransport(), WithStdioServerTransport() or WithStreamServerTransport(…)."],
            errors);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(LogLevel.None, true)]
    [InlineData(LogLevel.Information, true)] // Debug would still go to standard output
    [InlineData(LogLevel.Trace, false)]
    public void A_console_logger_on_standard_output_stops_a_stdio_server(LogLevel? threshold, bool isError)
    {
        var errors = Errors(
            server => server.WithStdioServerTransport(),
            services: services => services.AddLogging(logging => logging.AddConsole(console =>
                console.LogToStandardErrorThreshold = threshold ?? console.LogToStandardErrorThreshold)));

        Assert.Equal(
            isError
                ? ["The console logger writes to standard output, which is the protocol channel of a stdio server. Send it to standard error: " +
                    "builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace);"]
                : [],
            errors);
    }

    [Theory]
    [InlineData("docs", true)]
    [InlineData("other", false)]
    public void A_root_of_the_application_under_the_name_of_a_configured_one_stops_the_start(string key, bool isError)
    {
        var errors = Errors(
            server => server.WithStreamServerTransport(Stream.Null, Stream.Null),
            """ "Paths": { "docs": { "Root": "/" } } """,
            services: services => services.AddKeyedSingleton(key, (_, _) => McpSecure.Files.SecureRoot.Open("/")));

        Assert.Equal(
            isError
                ? ["A SecureRoot is registered under the key 'docs', which is a root of McpSecurity:Paths too: the guard would check one, and tools use the other. " +
                    "Remove the registration; the root of the configuration is injected without one."]
                : [],
            errors);
    }

    [Fact]
    public void Elsewhere_standard_output_is_free() => Assert.Empty(Errors(
        server => server.WithStreamServerTransport(Stream.Null, Stream.Null), services: services => services.AddLogging(logging => logging.AddConsole())));

    /// <summary>To the SDK it is an argument: clients are asked for a runner, and no call can be right.</summary>
    [Fact]
    public void A_helper_that_nobody_registered_stops_the_start()
    {
        var runs = Given.Tool("run", (ProcessRunner runner, string text) => runner is null ? text : "ran");
        var asks = Given.Tool("ask", (SqlDatabase db, string text) => db is null ? text : "asked");
        var mayRun = Given.Tool("may", (string text, ProcessRunner? runner = null) => runner is null ? text : "ran");

        var errors = Errors(server => server.WithTools([runs, asks, mayRun]));

        Assert.Equal(
            [
                "The tool 'run' takes a ProcessRunner ('runner'), and no service provides one. Call services.AddProcessRunner(…).",
                "The tool 'ask' takes a SqlDatabase ('db'), and no service provides one. Call services.AddSqliteDatabase(…), or register the SqlDatabase as a singleton.",
            ],
            errors);
    }

    [Fact]
    public void Two_tools_of_one_name_stop_the_start_and_both_methods_are_named()
    {
        var errors = Errors(server => server.WithTools([.. Given.ToolsOf(new First()), .. Given.ToolsOf(new Second())]));

        Assert.Equal(
            [
                "Two tools are named 'same': McpSecure.Tests.Hosting.StartErrorTests+First.One and McpSecure.Tests.Hosting.StartErrorTests+Second.Two. " +
                "Rename one; the server would drop all but the first.",
            ],
            errors);
    }

    [Fact]
    public void Two_prompts_of_one_name_stop_it_too() => Assert.StartsWith(
        "Two prompts are named 'same': ",
        Assert.Single(Errors(server => server.WithPrompts([Given.Prompt("same", _ran), Given.Prompt("same", _ran)]))),
        StringComparison.Ordinal);

    [Fact]
    public void Names_that_differ_in_case_are_two_names() =>
        Assert.Empty(Errors(server => server.WithTools([Given.Tool("same", _ran), Given.Tool("Same", _ran)])));

    [Fact]
    public void Authorize_that_nothing_evaluates_stops_the_start()
    {
        var errors = Errors(server => server
            .WithTools([Given.Tool("tool", [Authorize] () => "")])
            .WithPrompts([Given.Prompt("prompt", [Authorize(Roles = "x")] () => ""), Given.Prompt("own", [Staff] () => "")])
            .WithResources([Given.Resource("docs://a", [Authorize] () => "")]));

        Assert.Equal(
            ["tool", "prompt", "own", "docs://a"],
            errors.Select(error => error.Split('\'')[1]));
        Assert.All(errors, error => Assert.EndsWith(
            "carries [Authorize], and nothing here evaluates it. Call AddAuthorizationFilters() of the HTTP package, or use [RequireRole].", error, StringComparison.Ordinal));
    }

    /// <summary>What applications make of the attribute to carry a policy of their own.</summary>
    private sealed class StaffAttribute : AuthorizeAttribute;

    [Theory]
    [InlineData(ServiceLifetime.Singleton, false)]
    [InlineData(ServiceLifetime.Scoped, true)]
    [InlineData(ServiceLifetime.Transient, true)]
    public void A_caller_source_is_a_singleton(ServiceLifetime lifetime, bool isError)
    {
        var errors = Errors(services: services => services.Add(new ServiceDescriptor(typeof(ICallerSource), typeof(Nobody), lifetime)));

        Assert.Equal(
            isError ? [$"ICallerSource is registered as {lifetime}; register it as a singleton. It is asked for every message, before there is a scope."] : [],
            errors);
    }

    [Fact]
    public void Another_options_factory_stops_the_start()
    {
        var errors = Errors(late: services => services.AddSingleton<IOptionsFactory<McpServerOptions>, OptionsFactory<McpServerOptions>>());

        Assert.StartsWith("Another IOptionsFactory<McpServerOptions> was registered after AddMcpSecurity()", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_factory_registered_before_is_replaced() => Assert.Empty(
        Errors(services: services => services.AddSingleton<IOptionsFactory<McpServerOptions>, OptionsFactory<McpServerOptions>>()));

    [Fact]
    public void Mistakes_of_the_policy_the_registration_and_the_names_come_together()
    {
        var errors = Errors(
            server => server.WithStdioServerTransport().WithTools([Given.Tool("same", _ran), Given.Tool("same", _ran)]),
            """ "Mode": "2", "Roles": { "reader": { "Tools": { "read": "Allow" } } } """);

        Assert.Collection(
            errors,
            error => Assert.StartsWith("McpSecurity:Mode is '2'", error, StringComparison.Ordinal),
            error => Assert.StartsWith("McpSecurity:LocalRole is missing", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Two tools are named 'same'", error, StringComparison.Ordinal),
            error => Assert.StartsWith("McpSecurity:Roles:reader:Tools:read names a tool", error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_does_not_start_and_whoever_catches_it_gets_the_list()
    {
        var stopped = await Assert.ThrowsAsync<StartupException>(() => Session.StartAsync(
            server => server.AddMcpSecurity().WithTools([Given.Tool("read", _ran)]),
            new SessionSetup { Hosted = true, Settings = Written.Settings(""" "Mode": "2", "Refusals": "No" """) }));

        Assert.Equal(
            ["McpSecurity:Mode is '2'; use Enforce or Observe.", "McpSecurity:Refusals is 'No'; use Hide or Explain."],
            stopped.Failures);
        Assert.Equal("McpSecurity stopped the start: 2 error(s), listed on standard error.", stopped.ToString());
    }

    [Fact]
    public async Task Without_a_host_the_first_look_at_the_options_throws_the_list()
    {
        await Assert.ThrowsAsync<OptionsValidationException>(() => Session.StartAsync(
            server => server.AddMcpSecurity(), new SessionSetup { Settings = Written.Settings(""" "Mode": "2" """) }));
    }

    [Fact]
    public async Task With_the_check_removed_a_policy_for_other_tools_starts()
    {
        var setup = new SessionSetup
        {
            Hosted = true,
            Settings = Written.Settings(""" "Roles": { "reader": { "Tools": { "red": "Allow" } } } """),
            Services = services => services.AddSingleton(new SlotSelection(Slots.All & ~Slots.Start)),
        };

        await using var session = await Session.StartAsync(server => server.AddMcpSecurity().WithTools([Given.Tool("read", _ran)]), setup);
        await Assert.ThrowsAsync<StartupException>(
            () => Session.StartAsync(server => server.AddMcpSecurity().WithTools([Given.Tool("read", _ran)]), setup with { Services = null }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_check_is_made_before_the_server_wherever_the_call_stands(bool isFirst)
    {
        var services = new ServiceCollection();
        var builder = services.AddMcpServer();
        _ = isFirst ? builder.AddMcpSecurity().WithStdioServerTransport() : builder.WithStdioServerTransport().AddMcpSecurity();
        builder.AddMcpSecurity();

        var hosted = services.Where(service => service.ServiceType == typeof(IHostedService)).ToArray();

        Assert.Equal(3, hosted.Length); // the check, the transport, and who forwards the journal: each once
        Assert.Equal(typeof(StartupCheck), hosted[0].ImplementationType);
    }

    [Fact]
    public void A_journal_that_cannot_be_written_stops_the_start()
    {
        var file = Path.GetTempFileName();
        try
        {
            var error = Assert.Single(Errors(section: $$""" "Audit": { "Journal": { "Directory": {{System.Text.Json.JsonSerializer.Serialize(file)}} } } """));

            Assert.StartsWith("McpSecurity:Audit:Journal: ", error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string[] Errors(
        Action<IMcpServerBuilder>? server = null,
        string section = "",
        Action<McpSecurityOptions>? code = null,
        Action<IServiceCollection>? services = null,
        Action<IServiceCollection>? late = null)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Written.Settings(section)))).Build());
        services?.Invoke(collection);
        var builder = collection.AddMcpServer();
        server?.Invoke(builder);
        builder.AddMcpSecurity(code);
        late?.Invoke(collection);
        using var provider = collection.BuildServiceProvider();
        try
        {
            ActivatorUtilities.CreateInstance<StartupCheck>(provider);
            return [];
        }
        catch (StartupException stopped)
        {
            return [.. stopped.Failures];
        }
    }

    private sealed class Nobody : ICallerSource
    {
        public ValueTask<Caller> IdentifyAsync(CallerContext context, CancellationToken cancellationToken) => new(Caller.Anonymous);
    }

    private sealed class First
    {
        [McpServerTool(Name = "same")]
        public static string One() => "one";
    }

    private sealed class Second
    {
        [McpServerTool(Name = "same")]
        public static string Two() => "two";
    }
}
