namespace McpSecure;

/// <summary>Refuses a tool, prompt or resource to every caller outside the named roles. Configuration cannot loosen it.</summary>
/// <remarks>
/// The roles are alternatives. Several attributes, on the method or its class, all have to be satisfied. Being in a named role grants
/// nothing: the policy still decides.
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true, Inherited = true)]
public sealed class RequireRoleAttribute : Attribute
{
    /// <summary>Initializes a new instance of the <see cref="RequireRoleAttribute"/> class.</summary>
    /// <param name="roles">Names of roles, compared ordinally; at least one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="roles"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="roles"/> is empty or has an empty name.</exception>
    public RequireRoleAttribute(params string[] roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        if (roles.Length == 0 || Array.Exists(roles, string.IsNullOrEmpty))
        {
            throw new ArgumentException("Name at least one role, and no empty one.", nameof(roles));
        }

        Roles = roles;
    }

    /// <summary>Gets the roles of which the caller needs one.</summary>
    public IReadOnlyList<string> Roles { get; }
}
