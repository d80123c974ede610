using McpSecure.Testing.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Testing.Tests;

/// <summary>The server starts as in production, or fails as in production.</summary>
public sealed class StartTests
{
    private const string Open = """{ "McpSecurity": { "LocalRole": "all", "Roles": { "all": { "Tools": { "*": "Allow" } } } } }""";

    [Theory]
    [InlineData("""{ "McpSecurity": { "LocalRole": "r", "Roles": { "r": { "Tools": { "reed": "Allow" } } } } }""", "Did you mean read?")]
    [InlineData("""{ "McpSecurity": { "LocalRole": "r", "Roles": { "r": { "Tools": { "read": "Alow" } } } } }""", "Alow")]
    [InlineData("""{ "McpSecurity": { "Roles": { "r": { "Tools": { "read": "Allow" } } } } }""", "LocalRole is missing")] // a rule for stdio, which a test does not have
    public async Task A_mistake_in_the_policy_stops_the_start(string policy, string error)
    {
        var thrown = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => Given.ADeskAsync(options => options.PolicyJson = policy));

        Assert.Contains(error, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_on_standard_output_stops_the_start()
    {
        var thrown = await Assert.ThrowsAnyAsync<OptionsValidationException>(
            () => Given.ADeskAsync(services: services => services.AddLogging(logging => logging.AddConsole())));

        Assert.Contains("standard output", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_door_that_cannot_be_guarded_stops_the_start() =>
        await Assert.ThrowsAnyAsync<OptionsValidationException>(() => Given.ADeskAsync(services: services =>
            services.Configure<McpServerOptions>(options => options.Handlers.NotificationHandlers =
            [
                new("notifications/custom", (_, _) => default),
            ])));

    [Fact]
    public async Task A_caller_source_that_is_no_singleton_stops_the_start()
    {
        var thrown = await Assert.ThrowsAnyAsync<OptionsValidationException>(
            () => Given.ADeskAsync(services: services => services.AddTransient<ICallerSource, Nobody>()));

        Assert.Contains(nameof(ICallerSource), thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_security_is_no_server_to_test()
    {
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => SecuredTestServer.StartAsync(builder => builder.Services.AddSingleton<Notes>().AddMcpServer().WithTools<Desk>()));

        Assert.Contains("AddMcpSecurity()", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_transport_is_replaced_and_everything_else_is_the_authors()
    {
        var worker = new Worker();
        await using (var server = await Given.ADeskAsync(services: services => services.AddHostedService(_ => worker)))
        {
            Assert.Empty(server.Services.GetServices<ITransport>());
            Assert.Equal("started", worker.State);
        }

        Assert.Equal("stopped", worker.State);
    }

    /// <summary>An assertion about a policy has to fail under another one.</summary>
    [Fact]
    public async Task The_policy_is_the_file_beside_the_test_unless_the_test_says_otherwise()
    {
        await using var own = await Given.ADeskAsync();
        await using var given = await Given.ADeskAsync(options => options.PolicyJson = Open);
        await using var other = await Given.ADeskAsync(options => options.PolicyFolder = "other");

        Assert.Equal(["read"], await (await own.AsAsync("reader")).ListToolsAsync());
        Assert.Contains("write", await (await given.AsAsync("all")).ListToolsAsync());
        Assert.Equal(["read"], await (await other.AsAsync("guest")).ListToolsAsync());
    }

    [Fact]
    public async Task The_environment_brings_its_own_file()
    {
        await using var staging = await Given.ADeskAsync(options => (options.PolicyFolder, options.Environment) = ("other", "Staging"));

        Assert.Empty(await (await staging.AsAsync("guest")).ListToolsAsync());
        Assert.Equal("Staging", staging.Services.GetRequiredService<IHostEnvironment>().EnvironmentName);
    }

    [Fact]
    public async Task Registrations_read_the_settings_they_read_in_production()
    {
        string? greeting = null;
        await using var server = await SecuredTestServer.StartAsync(builder =>
        {
            greeting = builder.Configuration["Greeting"];
            Desk.AddTo(builder.Services);
        });

        Assert.Equal("from the file", greeting);
    }

    /// <summary>Settings that a test lays over the file count, as variables of the environment would.</summary>
    [Fact]
    public async Task A_setting_laid_over_the_file_counts()
    {
        await using var server = await SecuredTestServer.StartAsync(builder =>
        {
            builder.Configuration.AddInMemoryCollection([new("McpSecurity:Tools:read:Access", "Deny")]);
            Desk.AddTo(builder.Services);
        });

        var outcome = await (await server.AsAsync("reader")).CallToolAsync("read", ("page", "1"));

        Assert.Equal(RefusalCode.NotFound, outcome.Refusal);
        Assert.Equal("McpSecurity:Tools:read:Access", outcome.DecidedBy);
    }

    [Fact]
    public async Task The_environment_of_the_machine_is_not_read()
    {
        Environment.SetEnvironmentVariable("McpSecurity__Mode", "nonsense");
        try
        {
            await using var server = await Given.ADeskAsync();
        }
        finally
        {
            Environment.SetEnvironmentVariable("McpSecurity__Mode", null);
        }
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_an_error_and_not_an_empty_policy() =>
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => Given.ADeskAsync(options => options.PolicyFolder = "nowhere"));

    [Fact]
    public async Task A_start_that_hangs_fails_the_test() =>
        await Assert.ThrowsAsync<TimeoutException>(() => Given.ADeskAsync(
            options => options.Timeout = TimeSpan.FromMilliseconds(300),
            services: services => services.AddHostedService<Sleeper>()));

    private sealed class Nobody : ICallerSource
    {
        public ValueTask<Caller> IdentifyAsync(CallerContext context, CancellationToken cancellationToken) => new(Caller.Anonymous);
    }

    private sealed class Worker : IHostedService
    {
        public string State { get; private set; } = "made";

        public Task StartAsync(CancellationToken cancellationToken)
        {
            State = "started";
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            State = "stopped";
            return Task.CompletedTask;
        }
    }

    private sealed class Sleeper : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => new TaskCompletionSource().Task; // does not look at its token

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
