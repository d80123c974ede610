using System.Text.RegularExpressions;
using McpSecure.Execution;
using McpSecure.Files;
using ModelContextProtocol;

namespace WorkspaceServer;

/// <summary>Reads the history of a workspace that is a git repository, by git itself.</summary>
/// <remarks>
/// A repository is somebody else's data, and its configuration names programs that git starts: <c>gpg.program</c>, <c>core.fsmonitor</c>, a pager. So
/// git never sees it. It gets a directory of this server as its repository, with a configuration of ours, and from the workspace the objects alone;
/// the commit to begin with is read beneath the root, where neither a <c>.git</c> file nor a link leads anywhere else.
/// </remarks>
internal sealed partial class GitHistory(Workspace served, ProcessRunner? runner = null)
{
    /// <summary>The most commits that one call returns.</summary>
    public const int MaxCommits = 50;

    private const string Reference = "ref: ";
    private const int MaxLinks = 5;

    /// <summary>Lists the commits that changed a file or a folder, the newest first.</summary>
    public async Task<string> LogAsync(SecureRoot workspace, string path, int limit, CancellationToken cancellationToken)
    {
        if (runner is null)
        {
            throw new McpException("There is no git on the machine of this server.");
        }

        var head = ReadHead(workspace) ?? throw new McpException("The workspace has no history: it is no git repository with a commit.");
        var commit = CommandArgument.Matching(head, ObjectName());
        var place = CommandArgument.Path(workspace, path, mustExist: false); // it may have been deleted since

        var result = await runner.RunAsync(
            $"git --git-dir={served.Repository} --work-tree=. --no-pager log -n {limit} --date=short --format=%h%x20%ad%x20%s {commit} -- {place}",
            cancellationToken);

        return result switch
        {
            { IsSuccess: false } => throw new McpException("git could not read the history of the workspace."),
            { StandardOutput: "" } => $"No commit changed '{path}'.",
            _ => result.StandardOutput.TrimEnd(),
        };
    }

    /// <summary>The name of the commit that is checked out; <see langword="null"/> where there is none.</summary>
    private static string? ReadHead(SecureRoot workspace)
    {
        var name = "HEAD";
        for (var links = 0; links < MaxLinks; links++)
        {
            var text = Read(workspace, name) ?? Packed(workspace, name);
            if (text?.StartsWith(Reference, StringComparison.Ordinal) != true)
            {
                return text is not null && ObjectName().IsMatch(text) ? text : null;
            }

            name = text[Reference.Length..];
        }

        return null;
    }

    private static string? Read(SecureRoot workspace, string name)
    {
        try
        {
            return workspace.ReadAllText($".git/{name}").Trim();
        }
        catch (PathRefusedException)
        {
            return null;
        }
    }

    /// <remarks>References that have not changed for a while stand in one file, a line each: the commit, a blank, the name.</remarks>
    private static string? Packed(SecureRoot workspace, string name) =>
        Read(workspace, "packed-refs")?.Split('\n').FirstOrDefault(line => line.EndsWith($" {name}", StringComparison.Ordinal))?.Split(' ')[0];

    [GeneratedRegex(@"\A[0-9a-f]{40}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex ObjectName();
}
