using McpSecure.Calls;
using McpSecure.Files;
using Microsoft.Extensions.Options;

namespace McpSecure.Policy.Paths;

/// <summary>Makes the roots that are injected: one for each name, for as long as the server runs.</summary>
internal sealed class CallRoots(PathRoots roots, CallScope scope, ToolPaths paths, AccessPolicy policy, IOptions<McpSecurityOptions> options)
{
    /// <summary>The root that is injected under a name.</summary>
    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
    public SecureRoot Of(object? key)
    {
        if (key is not string name || roots.Find(name) is not { } root)
        {
            throw new InvalidOperationException(
                $"{McpSecurityOptions.SectionName}:Paths has no root '{key}', which [FromKeyedServices] asks for.{Suggestion.For(key as string ?? string.Empty, options.Value.Paths.Keys)}");
        }

        return root.Over(new CallDirectory(root, scope, paths, policy, IsNarrowed(options.Value, name)));
    }

    /// <summary>Whether a tool or role has less of it than there is. An argument without a root of its own has its author's, which may be this.</summary>
    private static bool IsNarrowed(McpSecurityOptions options, string name) => options.Tools.Values.Any(tool =>
        tool.Roles.Values.Any(role => role.Paths.Count > 0)
        || tool.Paths.Values.Any(path => path.Access is not null && (path.Root is null || string.Equals(path.Root, name, StringComparison.Ordinal))));
}
