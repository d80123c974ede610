using System.Reflection;
using McpSecure.Calls;
using McpSecure.Execution;
using McpSecure.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Hosting;

/// <summary>What the application registered that would weaken the server: one error for each.</summary>
internal sealed class RegistrationCheck(RegisteredServices registered, IServiceProvider services)
{
    private const string Section = McpSecurityOptions.SectionName;

    public IEnumerable<string> Errors(McpSecurityOptions policy) =>
    [
        .. CallerSources(),
        .. LocalRole(policy),
        .. StandardOutput(),
        .. Transports(),
        .. Roots(policy),
        .. Twins(services.GetServices<McpServerTool>(), tool => tool.ProtocolTool.Name, "tools"),
        .. Twins(services.GetServices<McpServerPrompt>(), prompt => prompt.ProtocolPrompt.Name, "prompts"),
        .. Helpers(),
        .. Authorize(),
    ];

    private IEnumerable<string> CallerSources() =>
        from source in registered.Of<ICallerSource>()
        where source.Lifetime != ServiceLifetime.Singleton
        select $"{nameof(ICallerSource)} is registered as {source.Lifetime}; register it as a singleton. It is asked for every message, before there is a scope.";

    private IEnumerable<string> LocalRole(McpSecurityOptions policy)
    {
        var isLocal = policy.LocalTransport ?? registered.IsOnlyStdio;
        if (isLocal && policy.Roles.Count > 0 && policy.LocalRole is null && !registered.Of<ICallerSource>().Any())
        {
            yield return $"{Section}:LocalRole is missing: on stdio the person who started the server needs a role. Set it to one of: {string.Join(", ", policy.Roles.Keys.Order(StringComparer.Ordinal))}.";
        }
    }

    /// <summary>One of the application's own would come before ours: what is checked would not be what is opened.</summary>
    private IEnumerable<string> Roots(McpSecurityOptions policy) =>
        from root in registered.Of<SecureRoot>()
        where root.IsKeyedService && root.ServiceKey is string name && policy.Paths.ContainsKey(name)
        select $"A SecureRoot is registered under the key '{root.ServiceKey}', which is a root of {Section}:Paths too: the guard would check one, and tools use the other. " +
            "Remove the registration; the root of the configuration is injected without one.";

    /// <summary>On stdio, standard output is the protocol channel: one log line on it breaks the session.</summary>
    private IEnumerable<string> StandardOutput()
    {
        var hasConsole = registered.Of<ILoggerProvider>().Any(provider => provider.ImplementationType == typeof(ConsoleLoggerProvider));
        var threshold = services.GetService<IOptionsMonitor<ConsoleLoggerOptions>>()?.CurrentValue.LogToStandardErrorThreshold;
        if (registered.IsOnlyStdio && hasConsole && threshold is not LogLevel.Trace)
        {
            yield return "The console logger writes to standard output, which is the protocol channel of a stdio server. Send it to standard error: " +
                "builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace);";
        }
    }

    /// <summary>The server listens to the last of them only, and the others read away what was meant for it.</summary>
    private IEnumerable<string> Transports()
    {
        var count = registered.Of<ITransport>().Count();
        if (count > 1)
        {
            yield return $"{count} transports are registered, and a server has one: it would listen to the last of them alone. " +
                "Keep one call of WithSecureStdioServerTransport(), WithStdioServerTransport() or WithStreamServerTransport(…).";
        }
    }

    /// <summary>What the host still says about the stop must not go where the client listens.</summary>
    public void KeepStandardOutputClean()
    {
        if (registered.IsOnlyStdio && services.GetService<IOptionsMonitor<ConsoleLoggerOptions>>()?.CurrentValue is { } console)
        {
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        }
    }

    /// <summary>The SDK keeps the first of two equal names and drops the other without a word.</summary>
    private static IEnumerable<string> Twins<T>(IEnumerable<T> primitives, Func<T, string> nameOf, string what)
        where T : IMcpServerPrimitive =>
        from twins in primitives.GroupBy(nameOf, StringComparer.Ordinal)
        where twins.Count() > 1
        select $"Two {what} are named '{twins.Key}': {string.Join(" and ", twins.Select(twin => MethodOf(twin)))}. Rename one; the server would drop all but the first.";

    private static string MethodOf(IMcpServerPrimitive primitive) =>
        primitive.Metadata.OfType<MethodInfo>().FirstOrDefault() is { } method ? $"{method.DeclaringType?.FullName}.{method.Name}" : primitive.GetType().Name;

    /// <summary>What is no service is an argument to the SDK: the client would be asked for a runner of processes, and every call fail.</summary>
    private IEnumerable<string> Helpers() =>
        from tool in services.GetServices<McpServerTool>()
        from parameter in SdkTool.MethodOf(tool)?.GetParameters() ?? []
        let call = parameter.ParameterType == typeof(ProcessRunner) ? "AddProcessRunner(…)"
            : parameter.ParameterType == typeof(SqlDatabase) ? "AddSqliteDatabase(…), or register the SqlDatabase as a singleton"
            : null
        where call is not null && !parameter.HasDefaultValue && !registered.ImplementationsOf(parameter.ParameterType).Any()
        select $"The tool '{tool.ProtocolTool.Name}' takes a {parameter.ParameterType.Name} ('{parameter.Name}'), and no service provides one. Call services.{call}.";

    private IEnumerable<string> Authorize()
    {
        if (registered.EvaluatesAuthorize)
        {
            return [];
        }

        IEnumerable<IMcpServerPrimitive> primitives =
            [.. services.GetServices<McpServerTool>(), .. services.GetServices<McpServerPrompt>(), .. services.GetServices<McpServerResource>()];
        return from primitive in primitives
               where primitive.Metadata.Any(IsAuthorizeData)
               select $"'{primitive.Id}' carries [Authorize], and nothing here evaluates it. Call AddAuthorizationFilters() of the HTTP package, or use [RequireRole].";
    }

    // By name: the type belongs to ASP.NET Core, which a stdio server does not have. What an application derives from it promises the same.
    private static bool IsAuthorizeData(object metadata)
    {
        for (var type = metadata.GetType(); type is not null; type = type.BaseType)
        {
            if (type.FullName is "Microsoft.AspNetCore.Authorization.AuthorizeAttribute")
            {
                return true;
            }
        }

        return false;
    }
}
