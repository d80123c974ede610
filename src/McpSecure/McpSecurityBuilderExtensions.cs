using System.Diagnostics.Metrics;
using McpSecure;
using McpSecure.Alerts;
using McpSecure.Approvals;
using McpSecure.Arguments;
using McpSecure.Arguments.Rules;
using McpSecure.Audit;
using McpSecure.Audit.Forwarding;
using McpSecure.Authorization;
using McpSecure.Calls;
using McpSecure.Hosting;
using McpSecure.Identity;
using McpSecure.Inventory;
using McpSecure.Limits;
using McpSecure.Paths;
using McpSecure.Pipeline;
using McpSecure.Policy;
using McpSecure.Policy.Egress;
using McpSecure.Policy.Paths;
using McpSecure.Policy.Rules;
using McpSecure.Policy.Sensitive;
using McpSecure.Results;
using McpSecure.RoundTrips;
using McpSecure.Schemas;
using McpSecure.Tasks;
using McpSecure.Transport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds McpSecure to an MCP server.</summary>
public static class McpSecurityBuilderExtensions
{
    /// <summary>Puts every request to this server behind identity, authorization, argument checks and audit.</summary>
    /// <param name="builder">The MCP server builder.</param>
    /// <param name="configure">Changes made in code. They run after the configuration section <c>McpSecurity</c> and meet the same checks.</param>
    /// <returns>The same <paramref name="builder"/>.</returns>
    /// <remarks>
    /// Where the call stands among the other builder calls makes no difference, and calling it again adds only another
    /// <paramref name="configure"/>. Without configuration the person who started a stdio server may use everything, and nobody else
    /// anything. A setting that would not do what it says stops the start.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static IMcpServerBuilder AddMcpSecurity(this IMcpServerBuilder builder, Action<McpSecurityOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddLogging().AddMetrics().AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.AddPolicy();
        services.AddPaths();
        services.AddIdentity();
        services.AddGuards();
        services.AddAlerts();
        services.AddApprovals();
        services.AddPipeline();
        services.AddTasks();
        services.AddAudit();
        services.AddInventory();
        services.AddStartup();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return builder;
    }

    /// <summary>Serves one client on the standard streams of the process, as <c>WithStdioServerTransport</c> does, and bounds what the client can make the server hold.</summary>
    /// <param name="builder">The MCP server builder.</param>
    /// <returns>The same <paramref name="builder"/>.</returns>
    /// <remarks>
    /// <para>
    /// A line that is longer than <c>McpSecurity:Limits:LineBytes</c> (bytes of UTF-8 without the line end, from 1,024 to 1,073,741,824; the default
    /// is 4,194,304) is answered with the JSON-RPC error -32600 and skipped; the next one is served. No more is kept of it than of a line that just
    /// fits. The error has the id of the request if that and <c>method</c> stand in the first 4,096 bytes of the line, and else <c>null</c>, as
    /// JSON-RPC 2.0 demands where the id cannot be told.
    /// </para>
    /// <para>
    /// Reading waits while more than 32 messages wait for the client to read them, or, for a second, more than a thousand wait for a thread.
    /// The stream is UTF-8, as the stdio transport of MCP demands: the mark of another encoding changes nothing.
    /// </para>
    /// <para>
    /// Stands in for <c>WithStdioServerTransport</c>: use one of them. Calls <see cref="AddMcpSecurity"/>; where it stands among the other builder
    /// calls makes no difference. On standard input each caller is the person who started the process.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static IMcpServerBuilder WithSecureStdioServerTransport(this IMcpServerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddMcpSecurity().WithStdioServerTransport();

        // What the SDK adds beside its transport is not public: let it add all, and put ours in the place of its last.
        var services = builder.Services;
        services.Remove(services.Last(service => service.ServiceType == typeof(ITransport)));
        services.AddSingleton<ITransport, SecureStdioTransport>();
        return builder;
    }

    private static void AddPolicy(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new PolicySource(provider.GetService<IConfiguration>(), provider.GetService<IHostEnvironment>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<McpSecurityOptions>, McpSecurityOptionsSetup>());
        services.TryAddSingleton<RuleCompiler>();
        services.TryAddSingleton<RuleOptionsCheck>();
        services.TryAddSingleton<PathOptionsCheck>();
        services.TryAddSingleton<EgressCheck>();
        services.TryAddSingleton<McpSecurityOptionsValidator>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<McpSecurityOptions>, McpSecurityOptionsValidator>());
        services.TryAddSingleton<AccessPolicy>();
        services.TryAddSingleton<ArgumentRules>();
        services.TryAddSingleton<IMcpSecurityPolicy, PolicyReview>();
        services.TryAddSingleton<RedactionPlans>();
        services.TryAddSingleton(provider => RedactionOptionsCheck.Redactor(provider.GetRequiredService<IOptions<McpSecurityOptions>>().Value.Audit.Redaction));
    }

    private static void AddPaths(this IServiceCollection services)
    {
        services.TryAddSingleton<CallScope>();
        services.TryAddSingleton<PathRoots>();
        services.TryAddSingleton<ToolPaths>();
        services.TryAddSingleton<CallRoots>();

        // The names are known only once the policy is read.
        services.TryAddKeyedSingleton(KeyedService.AnyKey, (provider, key) => provider.GetRequiredService<CallRoots>().Of(key));
    }

    private static void AddIdentity(this IServiceCollection services)
    {
        services.TryAddSingleton<LocalTransport>();
        services.TryAddSingleton<LocalCallerSource>();
        services.TryAddSingleton<ClaimsCallerSource>();
        services.TryAddSingleton(provider => new CallerIdentifier(
            provider.GetRequiredService<LocalTransport>(),
            provider.GetRequiredService<LocalCallerSource>(),
            provider.GetRequiredService<ClaimsCallerSource>(),
            provider.GetService<ICallerSource>()));
    }

    private static void AddGuards(this IServiceCollection services)
    {
        services.TryAddSingleton<EffectiveLimits>();
        services.TryAddSingleton(provider => new CallerTable(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<RefusalBreaker>();
        services.TryAddSingleton<CallerLimitsGuard>();
        services.TryAddSingleton<ToolLimitsGuard>();
        services.TryAddSingleton<ArgumentSizeGuard>();
        services.TryAddSingleton<AuthorizationGuard>();
        services.TryAddSingleton<ISchemaEngine, McpSecureSchemaEngine>();
        services.TryAddSingleton<ToolSchemas>();
        services.TryAddSingleton<IToolSchemas>(provider => provider.GetRequiredService<ToolSchemas>());
        services.TryAddSingleton<UnknownFieldRemover>();
        services.TryAddSingleton<ArgumentsGuard>();
        services.TryAddSingleton<ArgumentRulesGuard>();
        services.TryAddSingleton<PathsGuard>();
        services.TryAddSingleton<ResultRedaction>();
        services.TryAddSingleton<ResultCheck>();
        services.TryAddSingleton<ResultLimit>();
        services.TryAddSingleton(provider => new SecurityPipeline(
            provider.GetRequiredService<CallerLimitsGuard>(),
            provider.GetRequiredService<AuthorizationGuard>(),
            provider.GetRequiredService<ToolLimitsGuard>(),
            provider.GetRequiredService<ArgumentSizeGuard>(),
            provider.GetRequiredService<ArgumentsGuard>(),
            provider.GetRequiredService<ArgumentRulesGuard>(),
            provider.GetRequiredService<PathsGuard>()));
    }

    private static void AddAlerts(this IServiceCollection services) => services.TryAddSingleton<ICallWatch>(provider => new AlertMonitor(
        provider.GetRequiredService<IOptions<McpSecurityOptions>>().Value.Audit.Alerts,
        provider.GetServices<IAlertSink>(),
        provider.GetRequiredService<ILoggerFactory>(),
        provider.GetRequiredService<IMeterFactory>(),
        provider.GetRequiredService<TimeProvider>()));

    private static void AddPipeline(this IServiceCollection services)
    {
        services.TryAddSingleton(new SlotSelection(Slots.All));
        services.TryAddSingleton<Sessions>();
        services.TryAddSingleton<Sender>();
        services.TryAddSingleton<MessageCheck>();
        services.TryAddSingleton<MethodLimits>();
        services.TryAddSingleton<RequestDoor>();
        services.TryAddSingleton<RootScope>();
        services.TryAddSingleton<AbandonedCalls>();
        services.TryAddSingleton<CallClocks>();
        services.TryAddSingleton<LateAnswers>();
        services.TryAddSingleton<CodeRunner>();
        services.TryAddSingleton<AnswerCheck>();
        services.TryAddSingleton<ToolDoor>();
        services.TryAddSingleton<ResultDoor>();
        services.TryAddSingleton<AdvertisedTools>();
        services.TryAddSingleton<PromptDoor>();
        services.TryAddSingleton<ResourceDoor>();
        services.TryAddSingleton<CompletionDoor>();
        services.TryAddSingleton<ListDoor>();
        services.TryAddSingleton<IncomingDoor>();
        services.TryAddSingleton<HandlerAudit>();
        services.TryAddSingleton<OutgoingRedaction>();
        services.TryAddSingleton<OutgoingDoor>();
        services.TryAddSingleton<ILongLines, LineDoor>();
        services.TryAddSingleton<SdkHook>();
        services.TryAddSingleton<Sealer>();

        // Not TryAdd: whatever made the options before, the guards have to be the last to touch them.
        services.Replace(ServiceDescriptor.Singleton<IOptionsFactory<McpServerOptions>, SecuredOptionsFactory>());
    }

    private static void AddApprovals(this IServiceCollection services)
    {
        services.TryAddSingleton<IStateProtector, KeyRing>();
        services.TryAddSingleton<IUsedStateStore, MemoryUsedStateStore>();
        services.TryAddSingleton<StateSealer>();
        services.TryAddSingleton<SuspendedCalls>();
        services.TryAddSingleton<RoundTripDoor>();
        services.TryAddSingleton(provider => new ApprovalWait(
            provider.GetService<IApprover>(),
            provider.GetRequiredService<SuspendedCalls>(),
            provider.GetRequiredService<RoundTripDoor>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ApprovalText>();
        services.TryAddSingleton<ApprovalExchange>();
        services.TryAddSingleton<ResumeDoor>();
    }

    private static void AddTasks(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new TaskOwners(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<TaskDoor>();
    }

    private static void AddAudit(this IServiceCollection services)
    {
        services.TryAddSingleton<AuditTrail>();
        services.TryAddSingleton<AuditLevels>();
        services.TryAddSingleton<KeptArguments>();
        services.TryAddSingleton<PolicyNames>();
        services.TryAddSingleton<EntryMaker>();
        services.TryAddSingleton<AuditFailures>();
        services.TryAddSingleton<AuditJournal>();
        services.TryAddSingleton<RefusalTally>();
        services.TryAddSingleton<CallAudit>();
        services.TryAddSingleton<JournalForwarder>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, JournalForwarder>(static provider => provider.GetRequiredService<JournalForwarder>()));
    }

    private static void AddInventory(this IServiceCollection services)
    {
        services.TryAddSingleton<Definitions>();
        services.TryAddSingleton<Column>();
        services.TryAddSingleton<ReportMaker>();
        services.TryAddSingleton<ReportFile>();
        services.TryAddSingleton<IMcpSecurityReport, SecurityReport>();
    }

    private static void AddStartup(this IServiceCollection services)
    {
        services.TryAddSingleton(new RegisteredServices(services));
        services.TryAddSingleton<RegistrationCheck>();
        services.TryAddSingleton<StartupSummary>();
        services.TryAddSingleton<SchemaReport>();
        services.TryAddSingleton<TransportReport>();
        services.TryAddSingleton<PathReport>();
        services.TryAddSingleton<EgressClients>();
        services.TryAddSingleton<EgressWiring>();
        services.TryAddSingleton<Helpers>();
        services.TryAddSingleton<HelperReport>();
        services.TryAddSingleton<IToolFindings, ToolFindings>();
        if (!services.Any(service => service.ImplementationType == typeof(StartupCheck)))
        {
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService, StartupCheck>());
        }
    }
}
