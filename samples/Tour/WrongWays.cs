using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Tour;

/// <summary>How it is often written, and must not be: what a model sends becomes part of a command, a statement, or the address of this machine.</summary>
/// <remarks>The right ways are those of WorkspaceServer, which gets the same texts.</remarks>
internal static class WrongWays
{
    /// <summary>CWE-78. The shell reads the text: <c>x'; touch marker; '</c> is three commands.</summary>
    public static async Task<string> LogAsync(string text, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"git log --grep='{text}'");
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
        return await process.StandardOutput.ReadToEndAsync(cancellationToken);
    }

    /// <summary>CWE-88. No shell, and git takes the path for an option all the same: <c>--output=marker</c>.</summary>
    public static async Task<string> DiffAsync(string path, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("git") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var argument in (string[])["diff", "--no-index", "/dev/null", "notes.md", path])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
        return await process.StandardOutput.ReadToEndAsync(cancellationToken);
    }

    /// <summary>CWE-89. The text ends the quotes: <c>' or 1=1 --</c> finds every row.</summary>
    public static async Task<int> CountAsync(SqliteConnection connection, string title, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from notes where title = '{title}'";
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), provider: null);
    }

    /// <summary>CWE-918. Whatever this machine can reach, the model can.</summary>
    public static async Task<string> FetchAsync(string url, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(url), cancellationToken);
    }
}
