using System.Diagnostics;
using System.Globalization;

namespace Tour;

/// <summary>A repository whose configuration makes git start a program when somebody only reads its history.</summary>
/// <remarks>A commit that is signed, <c>log.showSignature</c>, and a <c>gpg.program</c> that is no gpg. Archives and shared folders hold such a thing.</remarks>
internal static class GitTrap
{
    /// <summary>The file that the program makes.</summary>
    public const string Marker = "marker";

    private static readonly string? Program =
        OperatingSystem.IsLinux() ? Array.Find(["/usr/bin/git", "/usr/local/bin/git"], File.Exists) : null;

    /// <summary>Gets a value indicating whether it can be set: without git there is nothing to make.</summary>
    public static bool IsPossible => Program is not null;

    /// <summary>Makes the folder a repository, if it is none yet, and sets the trap.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="outside">A folder beside it, for the program.</param>
    /// <param name="cancellationToken">Cancelled when the Tour has taken too long.</param>
    public static async Task SetAsync(string folder, string outside, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Path.Join(folder, ".git")))
        {
            await RunAsync(folder, null, cancellationToken, "init", "--quiet", ".");
        }

        var blob = await RunAsync(folder, "text", cancellationToken, "hash-object", "-w", "--stdin");
        var tree = await RunAsync(folder, $"100644 blob {blob}\tREADME\n", cancellationToken, "mktree");
        var commit = await RunAsync(folder, Signed(tree), cancellationToken, "hash-object", "-t", "commit", "-w", "--stdin");
        await RunAsync(folder, null, cancellationToken, "update-ref", "HEAD", commit);

        var script = Path.Join(outside, "gpg.sh");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\ntouch '{Path.Join(folder, Marker)}'\n", cancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await File.AppendAllTextAsync(
            Path.Join(folder, ".git", "config"), $"[log]\n\tshowSignature = true\n[gpg]\n\tprogram = {script}\n", cancellationToken);
    }

    /// <summary>Reads the history as anybody would.</summary>
    public static Task<string> ReadAsync(string folder, CancellationToken cancellationToken) =>
        RunAsync(folder, null, cancellationToken, "--no-pager", "log", "-n", "1");

    private static string Signed(string tree) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        tree {tree}
        author Somebody <somebody@example.com> 1700000000 +0000
        committer Somebody <somebody@example.com> 1700000000 +0000
        gpgsig -----BEGIN PGP SIGNATURE-----
         {""}
         -----END PGP SIGNATURE-----

        A commit with a signature

        """);

    private static async Task<string> RunAsync(string folder, string? input, CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program!, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return output.Trim();
    }
}
