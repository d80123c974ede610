using McpSecure.Files;
using McpSecure.Policy.Rules;

namespace McpSecure.Policy.Paths;

/// <summary>What author and operator together say of one argument that is a path.</summary>
/// <param name="Argument">Where it is.</param>
/// <param name="Root">The name of its root.</param>
/// <param name="Access">What the tool does there, if somebody said so; else what the root permits.</param>
/// <param name="MustExist">Whether something has to be there.</param>
/// <param name="DecidedBy">The configuration path, or the attribute.</param>
internal sealed record DefinedPath(ArgumentPath Argument, string Root, PathAccess? Access, bool MustExist, string DecidedBy)
{
    /// <summary>The keyword of schemas that names the root of a text.</summary>
    public const string Keyword = "x-mcpsecure-path";

    /// <summary>Gets the directories that it has to lie in, by the name of the role. A role that is not there has the whole root.</summary>
    public IReadOnlyDictionary<string, string> Unders { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets a value indicating whether an operator gave the tool less of the root than there is.</summary>
    public bool IsRestricted { get; init; }
}
