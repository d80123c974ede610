using McpSecure.Execution;
using McpSecure.Execution.Running;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the running of programs to an application.</summary>
public static class ProcessRunnerServiceCollectionExtensions
{
    /// <summary>Adds a <see cref="ProcessRunner"/> that all tools share, and that ends its programs together with the application.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">
    /// Names the programs and sets the bounds. What needs services itself, such as a root to work in, goes through
    /// <c>services.AddOptions&lt;ProcessRunnerOptions&gt;().Configure&lt;TService&gt;(…)</c>.
    /// </param>
    /// <returns>The same <paramref name="services"/>.</returns>
    /// <remarks>
    /// When the host starts, each program is looked at: one that is missing, may be exchanged by others, or would run code from its arguments
    /// stops the start, as a bound out of range does. Calling it again adds only another <paramref name="configure"/>.
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static IServiceCollection AddProcessRunner(this IServiceCollection services, Action<ProcessRunnerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<ProcessRunnerOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ProcessRunnerOptions>, RunnerOptionsValidator>());
        services.TryAddSingleton(provider => new ProcessRunner(
            provider.GetRequiredService<IOptions<ProcessRunnerOptions>>().Value, provider.GetService<TimeProvider>()));
        return services;
    }
}
