using System.Collections.ObjectModel;

namespace McpSecure;

/// <summary>A tool, a prompt or a resource in a <see cref="McpSecurityReport"/>.</summary>
public sealed record ReportedPrimitive
{
    /// <summary>Gets what it is: a tool, a prompt, a resource or a resource template.</summary>
    public required PrimitiveKind Kind { get; init; }

    /// <summary>Gets its name, URI or URI template.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the title that people are shown, or <see langword="null"/>.</summary>
    public string? Title { get; init; }

    /// <summary>Gets a value indicating whether the server itself holds it. If not, configuration names it and code of the application may serve it: nothing else is known.</summary>
    public bool IsRegistered { get; init; }

    /// <summary>Gets what tells this definition from every other: another one, even of a description, is another tool to a model.</summary>
    /// <value>
    /// The SHA-256, in hexadecimal digits, of the definition as it is listed, in canonical JSON: UTF-8, no blanks, members in ordinal order, numbers as they were written. Of a tool
    /// <c>name</c>, <c>title</c>, <c>description</c>, <c>inputSchema</c>, <c>outputSchema</c> and <c>annotations</c>; of a prompt <c>name</c>, <c>title</c>,
    /// <c>description</c> and <c>arguments</c>; of a resource <c>uri</c> or <c>uriTemplate</c>, <c>name</c>, <c>title</c>, <c>description</c> and <c>mimeType</c>. <see langword="null"/> if it is not registered.
    /// </value>
    public string? DefinitionHash { get; init; }

    /// <summary>Gets whether its author declares it destructive; <see langword="null"/> if he says nothing, which MCP takes for a yes.</summary>
    public bool? IsDestructive { get; init; }

    /// <summary>Gets whether its author declares that it changes nothing; <see langword="null"/> if he says nothing.</summary>
    public bool? IsReadOnly { get; init; }

    /// <summary>Gets whether its author declares that it reaches beyond the server; <see langword="null"/> if he says nothing.</summary>
    public bool? IsOpenWorld { get; init; }

    /// <summary>Gets the most that any role can have, or <see langword="null"/> where configuration sets none.</summary>
    public Access? Ceiling { get; init; }

    /// <summary>Gets a value indicating whether its author has a person asked each time.</summary>
    public bool RequiresApproval { get; init; }

    /// <summary>Gets the roles that its author requires besides a grant: of each entry, the caller has to be in one.</summary>
    public IReadOnlyList<string> RequiredRoles { get; init => field = value ?? []; } = [];

    /// <summary>Gets what is allowed of its arguments, a sentence each.</summary>
    public IReadOnlyList<string> ArgumentRules { get; init => field = value ?? []; } = [];

    /// <summary>Gets the arguments that somebody declared to be secrets. Those that only have the name of one are not here.</summary>
    public IReadOnlyList<string> SensitiveArguments { get; init => field = value ?? []; } = [];

    /// <summary>Gets what it takes without a check, a sentence for each place: what its schema leaves open (JSON Pointers), and what the start-up log finds. There it has to check by itself.</summary>
    public IReadOnlyList<string> OpenPlaces { get; init => field = value ?? []; } = [];

    /// <summary>Gets the arguments that are paths, and what they are confined to.</summary>
    public IReadOnlyList<ReportedPath> Paths { get; init => field = value ?? []; } = [];

    /// <summary>Gets its own limits, by the name of the setting. They can only be tighter than <see cref="McpSecurityReport.Limits"/>.</summary>
    public IReadOnlyDictionary<string, int> Limits { get; init => field = value ?? ReadOnlyDictionary<string, int>.Empty; } = ReadOnlyDictionary<string, int>.Empty;

    /// <summary>Gets why it is not served, if it is not: whoever may use it gets a refusal.</summary>
    public IReadOnlyList<string> Problems { get; init => field = value ?? []; } = [];

    /// <summary>Gets what each role may do with it, in the order of <see cref="McpSecurityReport.Roles"/>.</summary>
    public IReadOnlyList<ReportedGrant> Grants { get; init => field = value ?? []; } = [];

    /// <summary>Gets what the journal tells of its use, by callers in any role; <see langword="null"/> if that is not known.</summary>
    public ReportedUse? Use { get; init; }
}
