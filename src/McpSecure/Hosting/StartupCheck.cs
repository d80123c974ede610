using McpSecure.Pipeline;
using McpSecure.Policy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Hosting;

/// <summary>Before anything listens: either every setting does what it says and every server is sealed, or the host does not start.</summary>
internal sealed class StartupCheck(
    IServiceProvider services,
    RegistrationCheck registrations,
    McpSecurityOptionsValidator validator,
    SlotSelection slots,
    IEnumerable<IConfigureOptions<McpSecurityOptions>> configures,
    IEnumerable<IPostConfigureOptions<McpSecurityOptions>> postConfigures,
    IEnumerable<IConfigureOptions<McpServerOptions>> serverConfigures,
    IEnumerable<IPostConfigureOptions<McpServerOptions>> serverPostConfigures)
    : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!slots.Has(Slots.Start))
        {
            return Task.CompletedTask;
        }

        var errors = Errors();
        if (errors.Count == 0)
        {
            errors = Unsealed().ToList();
        }

        if (errors.Count > 0)
        {
            Report(errors);
            StartupException.EndProcessQuietly();
            throw new StartupException(errors);
        }

        services.GetRequiredService<StartupSummary>().Write(services.GetRequiredService<IOptions<McpServerOptions>>().Value);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>All mistakes at once: both options are made without the checks that would stop at the first.</summary>
    private List<string> Errors()
    {
        var policy = new OptionsFactory<McpSecurityOptions>(configures, postConfigures).Create(Options.DefaultName);
        var server = new OptionsFactory<McpServerOptions>(serverConfigures, serverPostConfigures).Create(Options.DefaultName);
        return
        [
            .. validator.Errors(policy),
            .. registrations.Errors(policy),
            .. SdkHook.SideDoors(server, policy.AllowedMethods),
            .. ServerCheck.Errors(server, policy),
        ];
    }

    /// <summary>Options that never went through the factory: <c>Options.Create</c>, or a server that somebody made by hand.</summary>
    private IEnumerable<string> Unsealed()
    {
        var sealer = services.GetRequiredService<Sealer>();
        if (!sealer.IsSealed(services.GetRequiredService<IOptions<McpServerOptions>>().Value)
            || services.GetServices<McpServer>().Any(server => !sealer.IsSealed(server.ServerOptions)))
        {
            yield return "The McpServer or its options were made by hand, or a filter was added to finished options, so that requests would pass the " +
                "guards by. Configure the server with AddMcpServer(o => …), or call McpSecurity.Seal(options, services) last.";
        }
    }

    private static void Report(List<string> errors)
    {
        var text = string.Join(Environment.NewLine, errors.Select(error => error.ReplaceLineEndings(" ")));
        Console.Error.WriteLine(text);
    }
}
