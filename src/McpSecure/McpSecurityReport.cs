using System.Collections.ObjectModel;

namespace McpSecure;

/// <summary>Tools, prompts and resources by roles: who may use what, what decides it, and what the journal says of its use.</summary>
/// <remarks>Immutable. Its JSON has a member for each property, in camel case.</remarks>
public sealed record McpSecurityReport
{
    /// <summary>The version of the JSON. A member may be added without another version.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Gets the version of the JSON.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Gets when the report was made, by the clock of the server.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Gets the name and the version that the server gives itself, or <see langword="null"/>.</summary>
    public string? Server { get; init; }

    /// <summary>Gets whether role grants are enforced.</summary>
    public SecurityMode Mode { get; init; }

    /// <summary>Gets the last day on which they are only recorded, or <see langword="null"/>.</summary>
    public DateOnly? ObserveUntil { get; init; }

    /// <summary>Gets a value indicating whether that was so when the report was made: then every known caller could use what no role grants.</summary>
    public bool IsObserving { get; init; }

    /// <summary>Gets a value indicating whether no role is configured: the person who started a stdio server may use everything, and nobody else anything.</summary>
    public bool IsZeroConfiguration { get; init; }

    /// <summary>Gets what every caller is held to, by the name of the setting; in its unit.</summary>
    public IReadOnlyDictionary<string, int> Limits { get; init => field = value ?? ReadOnlyDictionary<string, int>.Empty; } = ReadOnlyDictionary<string, int>.Empty;

    /// <summary>Gets how much is kept of a call where neither tool nor role says otherwise.</summary>
    public AuditLevel AuditLevel { get; init; }

    /// <summary>Gets a value indicating whether code of the application serves further names that the server cannot list: what is said of those is in <see cref="Roles"/> alone.</summary>
    public bool HasOtherNames { get; init; }

    /// <summary>Gets the roles, in ordinal order. Without configuration one without a name: the person who started the server.</summary>
    public IReadOnlyList<ReportedRole> Roles { get; init => field = value ?? []; } = [];

    /// <summary>Gets the tools, then the prompts, then the resources; each in ordinal order of their names.</summary>
    public IReadOnlyList<ReportedPrimitive> Primitives { get; init => field = value ?? []; } = [];

    /// <summary>Gets what the journal is and how far it reaches; <see langword="null"/> without one.</summary>
    public ReportedJournal? Journal { get; init; }

    /// <summary>Gets what a role grants and none of its callers has used within the period: candidates for taking away. A wildcard is here as all that it grants.</summary>
    /// <value>Empty where no journal was read. What the journal cannot tell, because nothing is kept of it, is not here.</value>
    public IReadOnlyList<UnusedGrant> UnusedGrants =>
    [
        .. from primitive in Primitives
           from grant in primitive.Grants
           where grant is { IsGranted: true, Use.LastUse: null } && (grant.Access > Access.Deny || grant.WithRequiredRoles > Access.Deny)
           select new UnusedGrant(grant.Role, primitive.Kind, primitive.Name, grant.Access, grant.DecidedBy),
    ];
}
