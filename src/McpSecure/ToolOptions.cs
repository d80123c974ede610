namespace McpSecure;

/// <summary>What holds for one tool, whoever calls it.</summary>
public sealed class ToolOptions
{
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
}
