using System.Text.Json.Serialization.Metadata;

namespace McpSecure;

/// <summary>What holds for one tool, whoever calls it.</summary>
public sealed class ToolOptions
{
    private readonly List<ToolPredicate> _predicates = [];
    private Func<ApprovalPreview, CancellationToken, ValueTask<string>>? _preview;

    /// <summary>Gets how often the tool may be called by all callers together, and how many calls of it may run at once.</summary>
    /// <value>Empty by default: not limited by itself.</value>
    public LimitsOptions Limits { get; } = new();

    /// <summary>Gets how a person is asked about this tool.</summary>
    /// <value>Empty by default: as <see cref="McpSecurityOptions.Approvals"/> says.</value>
    public ApprovalOptions Approval { get; } = new();

    /// <summary>Gets or sets how much is kept of its calls.</summary>
    /// <value>The default is <see langword="null"/>: as <see cref="AuditOptions.Level"/> says.</value>
    public AuditLevel? AuditLevel { get; set; }

    /// <summary>Gets or sets the most that any role can have on this tool.</summary>
    /// <value>The default is <see langword="null"/>: the roles alone decide. <see cref="Access.Deny"/> switches the tool off.</value>
    public Access? Access { get; set; }

    /// <summary>Gets or sets what happens to fields of its arguments that its schema does not name.</summary>
    /// <value>The default is <see cref="UnknownFields.Refuse"/>. A schema that says <c>additionalProperties: true</c> allows them.</value>
    public UnknownFields UnknownFields { get; set; }

    /// <summary>Gets or sets whether the tool may be called although no schema says what it takes.</summary>
    /// <value>
    /// The default is <see cref="UnvalidatedArguments.Refuse"/>. For names that only a custom call handler serves: arguments of a tool that has
    /// a schema are always checked, and the setting is then an error.
    /// </value>
    public UnvalidatedArguments UnvalidatedArguments { get; set; }

    /// <summary>Gets rules for arguments, by where the argument is.</summary>
    /// <value>
    /// Empty by default. A key is a name such as <c>amount</c>, a name within an object (<c>filter.status</c>), or every element of a list
    /// (<c>edits[*].path</c>); a name with a dot or bracket is written <c>['a.b']</c>. Names are case-sensitive.
    /// </value>
    public IDictionary<string, ArgumentRuleOptions> Arguments { get; } = new Dictionary<string, ArgumentRuleOptions>(StringComparer.Ordinal);

    /// <summary>Gets the arguments that are paths, by where the argument is; keys as in <see cref="Arguments"/>.</summary>
    /// <value>Empty by default: only what its author confined with <see cref="ConfinedPathAttribute"/> is.</value>
    public IDictionary<string, ToolPathOptions> Paths { get; } = new Dictionary<string, ToolPathOptions>(StringComparer.Ordinal);

    /// <summary>Gets the arguments that are secrets, by where the argument is; keys as in <see cref="Arguments"/>.</summary>
    /// <value>
    /// Empty by default: only what its author calls <see cref="SensitiveAttribute"/>, what its schema calls <c>writeOnly</c> or
    /// <c>format: "password"</c>, and what has a name such as <c>password</c>. With <see langword="false"/> a later file takes back what an earlier one said, no more.
    /// </value>
    public IDictionary<string, bool> Sensitive { get; } = new Dictionary<string, bool>(StringComparer.Ordinal);

    /// <summary>Gets what holds besides for callers who have the tool from a role, by the name of the role.</summary>
    /// <value>Empty by default. A key is one of <see cref="McpSecurityOptions.Roles"/>.</value>
    public IDictionary<string, ToolRoleOptions> Roles { get; } = new Dictionary<string, ToolRoleOptions>(StringComparer.Ordinal);

    /// <summary>Adds a rule over arguments and caller together. Code only; holds in <see cref="SecurityMode.Observe"/> too.</summary>
    /// <param name="name">Stands in refusals and records, such as <c>own orders only</c>.</param>
    /// <param name="rule">
    /// Whether the call may run. Asked last, when everything else has agreed, and again if a filter changes the arguments. An exception refuses.
    /// </param>
    /// <returns>The same instance.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public ToolOptions Require(string name, Func<CallArguments, Caller, bool> rule)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(rule);
        _predicates.Add(new(name, rule, []));
        return this;
    }

    /// <summary>Adds a rule over arguments and caller together, the arguments as an object of your own. Code only.</summary>
    /// <typeparam name="T">A type whose JSON names are arguments of the tool; a name that is not stops the start.</typeparam>
    /// <param name="name">Stands in refusals and records, such as <c>own orders only</c>.</param>
    /// <param name="type">How <typeparamref name="T"/> is read, from a <c>JsonSerializerContext</c> for example.</param>
    /// <param name="rule">As in <see cref="Require(string, Func{CallArguments, Caller, bool})"/>.</param>
    /// <returns>The same instance.</returns>
    /// <remarks>
    /// An argument that is not sent has the default that the tool's schema declares; where there is none and the property is a plain value
    /// such as a number, the call is refused.
    /// </remarks>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public ToolOptions Require<T>(string name, JsonTypeInfo<T> type, Func<T, Caller, bool> rule)
        where T : notnull
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(rule);
        _predicates.Add(new(name, (arguments, caller) => arguments.TryRead(type, out var value) && rule(value, caller), ToolPredicate.NamesOf(type)));
        return this;
    }

    /// <summary>Lets the server compute what a call would do, such as <c>3 files, 12 KB</c>, for the person who is asked. Code only.</summary>
    /// <param name="preview">
    /// Gives the text, in one line or several. What cannot be seen in it is made visible; beyond 40 lines or 2,000 characters it is cut, and says so.
    /// It runs <em>before</em> anybody has agreed: it must only look, and never change anything. An exception, or an empty text, refuses the call.
    /// </param>
    /// <returns>The same instance.</returns>
    /// <remarks>
    /// Runs for every call that needs a person, and again when the answer comes back: if it then says something else, the person has agreed to
    /// something else, and the call does not run. Leave out what changes by itself, such as the time. A second preview takes the place of the first.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="preview"/> is <see langword="null"/>.</exception>
    public ToolOptions Preview(Func<ApprovalPreview, CancellationToken, ValueTask<string>> preview)
    {
        ArgumentNullException.ThrowIfNull(preview);
        _preview = preview;
        return this;
    }

    /// <summary>What computes the effect of a call, if anything does. A method, as below.</summary>
    internal Func<ApprovalPreview, CancellationToken, ValueTask<string>>? EffectPreview() => _preview;

    /// <summary>Adds a case in which a person has to agree, over arguments and caller together. Code only; holds in <see cref="SecurityMode.Observe"/> too.</summary>
    /// <param name="name">Stands in records, such as <c>more than ten files</c>.</param>
    /// <param name="condition">Whether a person has to agree. Asked as in <see cref="Require(string, Func{CallArguments, Caller, bool})"/>; an exception refuses.</param>
    /// <returns>The same instance.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public ToolOptions AskIf(string name, Func<CallArguments, Caller, bool> condition)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(condition);
        _predicates.Add(new(name, (arguments, caller) => !condition(arguments, caller), []) { Asks = true });
        return this;
    }

    /// <summary>What code requires. A method: the binder would look into a property.</summary>
    internal IReadOnlyList<ToolPredicate> Requirements() => _predicates;
}
