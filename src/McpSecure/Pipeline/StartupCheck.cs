using McpSecure.Arguments;
using McpSecure.Audit.Forwarding;
using McpSecure.Execution;
using McpSecure.Hosting;
using McpSecure.Inventory;
using McpSecure.Journal;
using McpSecure.Policy;
using McpSecure.Policy.Paths;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>Before anything listens: either every setting does what it says and every server is sealed, or the host does not start.</summary>
/// <remarks>
/// The first hosted service, and checks as it is made: a host makes them all before it starts any, and making the SDK's makes the server
/// from options that would throw at the first mistake.
/// </remarks>
internal sealed class StartupCheck : IHostedLifecycleService
{
    private readonly IServiceProvider _services;
    private readonly RegistrationCheck _registrations;
    private readonly bool _isOn;

    public StartupCheck(
        IServiceProvider services,
        RegisteredServices registered,
        RegistrationCheck registrations,
        McpSecurityOptionsValidator validator,
        SlotSelection slots,
        ToolSchemas schemas,
        IEnumerable<IConfigureOptions<McpSecurityOptions>> configures,
        IEnumerable<IPostConfigureOptions<McpSecurityOptions>> postConfigures,
        IEnumerable<IConfigureOptions<McpServerOptions>> serverConfigures,
        IEnumerable<IPostConfigureOptions<McpServerOptions>> serverPostConfigures)
    {
        _services = services;
        _registrations = registrations;
        _isOn = slots.Has(Slots.Start);
        if (!_isOn)
        {
            return;
        }

        // All mistakes at once: both options are made without the checks that would stop at the first.
        var policy = new OptionsFactory<McpSecurityOptions>(configures, postConfigures).Create(Options.DefaultName);
        var server = new OptionsFactory<McpServerOptions>(serverConfigures, serverPostConfigures).Create(Options.DefaultName);
        StopAt(
        [
            .. validator.Errors(policy),
            .. registrations.Errors(policy),
            .. Factory(registered),
            .. SdkHook.SideDoors(server, policy.AllowedMethods),
            .. ServerCheck.Errors(server, policy),
            .. schemas.Errors(server),
        ]);
        StopAt([.. Programs(services, registered), .. Journal(services)]);
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (_isOn)
        {
            StopAt([.. Unsealed(), .. _services.GetRequiredService<EgressWiring>().Errors()]);
            var server = _services.GetRequiredService<IOptions<McpServerOptions>>().Value;
            _services.GetRequiredService<StartupSummary>().Write(server);
            _services.GetRequiredService<TransportReport>().Write();
            McpServerTool[] tools = server.ToolCollection?.ToArray() ?? [];
            _services.GetRequiredService<SchemaReport>().Write(tools, _services.GetRequiredService<ToolSchemas>());
            _services.GetRequiredService<PathReport>().Write(tools, _services.GetRequiredService<ToolSchemas>());
            _services.GetRequiredService<HelperReport>().Write(tools, _services.GetRequiredService<ToolSchemas>());
            _services.GetRequiredService<ToolPaths>().Prepare(tools);
            _services.GetRequiredService<ReportFile>().Write();
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static IEnumerable<string> Factory(RegisteredServices registered)
    {
        // By its registration: making the factory makes the policy, which may be wrong.
        if (registered.Of<IOptionsFactory<McpServerOptions>>().LastOrDefault()?.ImplementationType != typeof(SecuredOptionsFactory))
        {
            yield return "Another IOptionsFactory<McpServerOptions> was registered after AddMcpSecurity(), so the server's options are not sealed. " +
                "Remove it, or call McpSecurity.Seal(options, services) at its end and register it before AddMcpSecurity().";
        }
    }

    /// <summary>What the host would find a moment later, and tell with a stack trace. Not before the policy is sound: it may be asked for roots.</summary>
    private static IEnumerable<string> Programs(IServiceProvider services, RegisteredServices registered)
    {
        try
        {
            _ = registered.Of<IValidateOptions<ProcessRunnerOptions>>().Any() ? services.GetRequiredService<IOptions<ProcessRunnerOptions>>().Value : null;
            return [];
        }
        catch (OptionsValidationException exception) when (exception.OptionsType == typeof(ProcessRunnerOptions))
        {
            return exception.Failures;
        }
    }

    /// <summary>A journal that cannot be written now would refuse every call later.</summary>
    private static IEnumerable<string> Journal(IServiceProvider services)
    {
        try
        {
            _ = services.GetRequiredService<JournalForwarder>(); // and with it the journal
            return [];
        }
        catch (Exception exception) when (exception is JournalException or ArgumentException)
        {
            return [$"{McpSecurityOptions.SectionName}:Audit:Journal: {exception.Message}"];
        }
    }

    /// <summary>Options that never went through the factory: <c>Options.Create</c>, or a server that somebody made by hand.</summary>
    private IEnumerable<string> Unsealed()
    {
        var sealer = _services.GetRequiredService<Sealer>();
        if (!sealer.IsSealed(_services.GetRequiredService<IOptions<McpServerOptions>>().Value)
            || _services.GetServices<McpServer>().Any(server => !sealer.IsSealed(server.ServerOptions)))
        {
            yield return "The McpServer or its options were made by hand, or a filter was added to finished options, so that requests would pass the " +
                "guards by. Configure the server with AddMcpServer(o => …), or call McpSecurity.Seal(options, services) last.";
        }
    }

    private void StopAt(string[] errors)
    {
        if (errors.Length == 0)
        {
            return;
        }

        Console.Error.WriteLine(string.Join(Environment.NewLine, errors.Select(error => error.ReplaceLineEndings(" "))));
        _registrations.KeepStandardOutputClean();
        StartupException.EndProcessQuietly();
        throw new StartupException(errors);
    }
}
