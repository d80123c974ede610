using McpSecure.Files;

namespace McpSecure;

/// <summary>Says that an argument is a path beneath a root of the configuration. Every call is checked before the tool runs.</summary>
/// <remarks>
/// On a parameter of a tool, prompt or resource, or on a property of an object that a tool takes: a text, or a list of texts. The check
/// is early and promises nothing for later: open the path beneath the same root, which the tool gets as
/// <c>[FromKeyedServices("docs")] SecureRoot root</c>. Configuration of the same argument can only restrict it.
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ConfinedPathAttribute : Attribute
{
    /// <summary>Initializes a new instance of the <see cref="ConfinedPathAttribute"/> class.</summary>
    /// <param name="root">The name of the root: a key of <see cref="McpSecurityOptions.Paths"/>. One that is not there stops the start.</param>
    /// <param name="access">What the tool does there. <see cref="PathAccess.ReadWrite"/> needs a root that is configured so; what is neither of the two stops the start.</param>
    public ConfinedPathAttribute(string root, PathAccess access = PathAccess.Read)
    {
        // Throws nothing: reflection would pass it on wherever attributes are read first. The start says what is wrong, and where.
        Root = root ?? string.Empty;
        Access = access;
    }

    /// <summary>Gets the name of the root.</summary>
    public string Root { get; }

    /// <summary>Gets what the tool does there.</summary>
    public PathAccess Access { get; }

    /// <summary>Gets or sets a value indicating whether something has to be there for the call to run.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool MustExist { get; set; }
}
