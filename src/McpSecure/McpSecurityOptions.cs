using McpSecure.Execution;

namespace McpSecure;

/// <summary>Settings of McpSecure, bound from the configuration section <c>McpSecurity</c> and then changed by code.</summary>
/// <remarks>
/// Checked as a whole before the server starts; every mistake is reported with its configuration path, its value and the fix.
/// Later changes to an instance have no effect: the policy is compiled once.
/// </remarks>
public sealed class McpSecurityOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string SectionName = "McpSecurity";

    /// <summary>Gets or sets the role of the person who started the process, where the transport is stdio.</summary>
    /// <value>
    /// A key of <see cref="Roles"/>. The default is <see langword="null"/>, which is an error on stdio as soon as any role is
    /// configured. Without any role, the local person may use everything.
    /// </value>
    public string? LocalRole { get; set; }

    /// <summary>Gets or sets the role of network callers without authentication.</summary>
    /// <value>A key of <see cref="Roles"/>. The default is <see langword="null"/>: they may do nothing.</value>
    public string? AnonymousRole { get; set; }

    /// <summary>Gets or sets the type of the claims that name a caller's roles, compared ordinally.</summary>
    /// <value>
    /// The default is <see cref="System.Security.Claims.ClaimTypes.Role"/>. The role claim type of an identity is not consulted: it
    /// differs between token handlers, and a caller with two identities could choose.
    /// </value>
    public string RoleClaim { get; set; } = System.Security.Claims.ClaimTypes.Role;

    /// <summary>Gets or sets whether role grants are enforced or only recorded.</summary>
    /// <value>The default is <see cref="SecurityMode.Enforce"/>.</value>
    public SecurityMode Mode { get; set; }

    /// <summary>Gets or sets the last day (UTC, inclusive) on which <see cref="SecurityMode.Observe"/> lets anything pass.</summary>
    /// <value>Required with <see cref="SecurityMode.Observe"/>. The default is <see langword="null"/>.</value>
    public DateOnly? ObserveUntil { get; set; }

    /// <summary>Gets or sets how a caller is told about what he may not use.</summary>
    /// <value>The default is <see cref="RefusalStyle.Hide"/>.</value>
    public RefusalStyle Refusals { get; set; }

    /// <summary>Gets or sets what happens when the policy names a tool or prompt that the server does not have.</summary>
    /// <value>The default is <see cref="UnknownNames.Refuse"/>.</value>
    public UnknownNames UnknownTools { get; set; }

    /// <summary>Gets or sets whether a remote trace parent may decide that a request is not traced.</summary>
    /// <value>
    /// The default is <see langword="false"/>: where the client says "not sampled", the span of McpSecure starts a new trace that
    /// links to the client's, so that a client cannot switch off its own audit.
    /// </value>
    public bool TrustRemoteParent { get; set; }

    /// <summary>Gets what every caller is held to: how often he may call, how much at once, how large and how long a call may be.</summary>
    /// <value>
    /// The defaults are 600 calls a minute and 32 at once, 1 MiB and 32 levels of arguments, 10 MiB of result, 60 seconds, 16 calls that wait for somebody, a wait of 60
    /// seconds after 120 refusals within a minute, and 4 MiB a line. Calls are those of tools, prompts, resources, completion, subscriptions, lists and custom methods
    /// together, on all connections of the caller; all callers without authentication count as one.
    /// </value>
    public ServerLimitsOptions Limits { get; } = new()
    {
        CallsPerMinute = 600,
        ConcurrentCalls = 32,
        SuspendedCalls = 16,
        RefusalsPerMinute = 120,
        CoolDownSeconds = 60,
        ArgumentBytes = 1024 * 1024,
        ArgumentDepth = 32,
        ResultBytes = 10 * 1024 * 1024,
        TimeoutSeconds = 60,
    };

    /// <summary>Gets how a person is asked.</summary>
    /// <value>By default he has 300 seconds to answer. <see cref="ToolOptions.Approval"/> can say otherwise for a tool.</value>
    public ApprovalOptions Approvals { get; } = new() { TimeoutSeconds = 300 };

    /// <summary>Gets what is kept of the calls, where, and what happens when that fails.</summary>
    /// <value>By default sizes and digests are told to every <see cref="IAuditSink"/>, and a call that one of them cannot take is refused.</value>
    public AuditOptions Audit { get; } = new();

    /// <summary>Gets the custom JSON-RPC methods and notifications that clients may send, by exact name.</summary>
    /// <value>
    /// Empty by default. <see cref="Access.Allow"/> lets every caller with a role send the method; no guard knows what it means, so its
    /// handler has to check its own input. <see cref="Access.Ask"/> is an error.
    /// </value>
    public IDictionary<string, Access> AllowedMethods { get; } = new Dictionary<string, Access>(StringComparer.Ordinal);

    /// <summary>Gets the roles by name. A caller's role claim must equal the name ordinally.</summary>
    /// <value>Empty by default: on stdio the local person may use everything, elsewhere nobody anything.</value>
    public IDictionary<string, RoleOptions> Roles { get; } = new Dictionary<string, RoleOptions>(StringComparer.Ordinal);

    /// <summary>Gets the directories that paths in arguments are confined to, by a name that clients may see.</summary>
    /// <value>Empty by default. Letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, at most 64.</value>
    public IDictionary<string, PathRootOptions> Paths { get; } = new Dictionary<string, PathRootOptions>(StringComparer.Ordinal);

    /// <summary>Gets what HTTP clients behind <c>UseEgressGuard()</c> may reach, by the name of the client: of a typed client, that of its class.</summary>
    /// <value>
    /// An entry for each such client, with what code says of it; configuration is laid over that. The name of any other client is an error.
    /// </value>
    public IDictionary<string, EgressOptions> Egress { get; } = new Dictionary<string, EgressOptions>(StringComparer.Ordinal);

    /// <summary>Gets what holds for single tools whoever calls them, by exact name.</summary>
    /// <value>Empty by default.</value>
    public IDictionary<string, ToolOptions> Tools { get; } = new Dictionary<string, ToolOptions>(StringComparer.Ordinal);

    /// <summary>Gets or sets what configuration has filled, for the check that code has not put something else in its place.</summary>
    internal IReadOnlyList<(string Path, Func<bool> IsKept)> Configured { get; set; } = [];

    /// <summary>Gets what holds for one tool, for code to add to: what configuration says of it stays.</summary>
    /// <param name="name">The exact name of the tool.</param>
    /// <returns>The entry of <see cref="Tools"/>; a new one if there was none.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is <see langword="null"/>.</exception>
    public ToolOptions Tool(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!Tools.TryGetValue(name, out var tool))
        {
            Tools[name] = tool = new ToolOptions();
        }

        return tool;
    }

    /// <summary>All that is said of a tool under its name in any case, in ordinal order: what protects must not miss a tool over a letter.</summary>
    internal IEnumerable<ToolOptions> ToolsNamed(string name) => Tools
        .Where(set => string.Equals(set.Key, name, StringComparison.OrdinalIgnoreCase))
        .OrderBy(set => set.Key, StringComparer.Ordinal)
        .Select(set => set.Value);

    /// <summary>Gets or sets whether the client is the person who started the process although the transport is not stdio. Code only.</summary>
    /// <value>
    /// The default is <see langword="null"/>: local if the only transport is <c>StdioServerTransport</c>. Set <see langword="true"/> for a
    /// pipe or stream that only the local person can reach, <see langword="false"/> where stdio is fed by a proxy for others.
    /// </value>
    public bool? LocalTransport { get; set; }

    /// <summary>Gets the files, beside <c>appsettings.json</c> of the application's own folder, that may hold policy. Code only.</summary>
    /// <value>
    /// Paths, relative ones to <see cref="AppContext.BaseDirectory"/>. Empty by default: a section <c>McpSecurity</c> in any other file
    /// stops the start, because the client of a stdio server chooses the working directory and with it which files a host reads. Naming
    /// a file only permits it; add it to the host's configuration as well.
    /// </value>
    public IList<string> PolicyFiles { get; } = [];
}
