using System.Collections.ObjectModel;

namespace McpSecure.Files;

/// <summary>What a <see cref="SecureRoot"/> permits. The defaults are for a workspace that a model reads.</summary>
public sealed class SecureRootOptions
{
    private static readonly ReadOnlyCollection<string> WellKnown = Array.AsReadOnly(
    [
        // What version control runs or obeys.
        ".git", ".gitmodules", ".gitattributes", ".github", ".hg", ".svn", ".jj", ".husky",

        // What editors run or obey.
        ".vscode", ".idea", ".vs", ".zed", ".devcontainer",

        // What agents run or obey.
        ".cursor", ".cursorrules", ".claude", ".codex", ".gemini", ".windsurf", ".windsurfrules", ".clinerules", ".mcp.json", "mcp.json",
        "AGENTS.md", "CLAUDE.md", "GEMINI.md",

        // What shells and package managers run or obey.
        ".bashrc", ".bash_profile", ".profile", ".zshrc", ".envrc", ".npmrc", ".yarnrc", ".yarnrc.yml", ".pypirc",

        // Where secrets lie.
        ".env", ".env.local", ".env.development", ".env.production", ".netrc", ".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker",
    ]);

    /// <summary>Gets the names that are protected by default: what tools run or read as their configuration, and where secrets lie.</summary>
    /// <remarks>A <c>.git</c> file makes git look into another repository, and a <c>.git/config</c> makes it run programs (CVE-2025-68143 and its kin).</remarks>
    public static IReadOnlyCollection<string> DefaultProtectedNames => WellKnown;

    /// <summary>Gets the name of the root in messages and records; it is shown to clients.</summary>
    /// <value>The default is <c>root</c>. Never the directory.</value>
    public string Name { get; init; } = "root";

    /// <summary>Gets what may be done beneath the root.</summary>
    /// <value>The default is <see cref="PathAccess.Read"/>.</value>
    public PathAccess Access { get; init; } = PathAccess.Read;

    /// <summary>Gets what happens at a symbolic link.</summary>
    /// <remarks>On Windows no operation takes a link, a junction or another reparse point, not even to delete it. They are listed.</remarks>
    /// <value>The default is <see cref="SymbolicLinks.FollowBeneath"/>, on Windows <see cref="SymbolicLinks.Deny"/>, which is all it has.</value>
    public SymbolicLinks SymbolicLinks { get; init; } = OperatingSystem.IsWindows() ? SymbolicLinks.Deny : SymbolicLinks.FollowBeneath;

    /// <summary>Gets what happens at a file that has several names.</summary>
    /// <value>The default is <see cref="HardLinks.ReadOnly"/>.</value>
    public HardLinks HardLinks { get; init; } = HardLinks.ReadOnly;

    /// <summary>Gets which names a path may hold.</summary>
    /// <value>The default is <see cref="PathNames.Native"/>, on Windows <see cref="PathNames.Portable"/>, which is all it has.</value>
    public PathNames Names { get; init; } = OperatingSystem.IsWindows() ? PathNames.Portable : PathNames.Native;

    /// <summary>Gets a value indicating whether a path may lead into another file system that is mounted beneath the root.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool CrossMounts { get; init; }

    /// <summary>Gets how much <see cref="SecureRoot.ReadAllText"/> and its kin read at most, in bytes. Streams are not limited.</summary>
    /// <value>From 0 to 2,147,483,590. The default is 10 MiB.</value>
    public long MaxReadBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Gets how much <see cref="SecureRoot.WriteAllTextAtomic"/> and its kin write at most, in bytes. Streams are not limited.</summary>
    /// <value>From 0. The default is 10 MiB.</value>
    public long MaxWriteBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>
    /// Gets names that are read and never created, written, moved or deleted, wherever they stand in a path, and whatever link leads to them.
    /// Case, trailing dots and blanks and invisible characters make no difference.
    /// </summary>
    /// <value>The default is <see cref="DefaultProtectedNames"/>. Empty protects nothing.</value>
    public IReadOnlyCollection<string> ProtectedNames { get; init; } = WellKnown;

    /// <summary>Gets directories and files that must not lie beneath a writable root, nor it beneath them: code and configuration of the application.</summary>
    /// <value>The default is the application's own directory. What does not exist is ignored.</value>
    public IReadOnlyCollection<string> KeepApart { get; init; } = [AppContext.BaseDirectory];

    /// <summary>Gets the mechanism to use.</summary>
    /// <value>The default, <see langword="null"/>, is the best one that this machine has.</value>
    public ConfinementEngine? Engine { get; init; }
}
