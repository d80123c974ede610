using System.Diagnostics;

namespace McpSecure.Tests.Files;

/// <summary>What .NET cannot create.</summary>
internal static class NativeFiles
{
    public static void Pipes(params string[] paths) => Run("mkfifo", paths);

    /// <summary>Gives a file another name.</summary>
    public static void HardLink(string existing, string name) => Run("ln", existing, name);

    /// <summary>Creates files by a shell, whose <c>printf</c> makes bytes that are no text.</summary>
    public static void Shell(string directory, string script) => Run("sh", "-c", $"cd \"$0\" && {script}", directory);

    /// <summary>Runs a program.</summary>
    /// <returns>Whether it is there and succeeded.</returns>
    public static bool TryRun(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Run(string program, params string[] arguments) =>
        Assert.True(TryRun(program, arguments), $"{program} {string.Join(' ', arguments)}");
}
