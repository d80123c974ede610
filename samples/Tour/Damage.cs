using System.ComponentModel;
using Microsoft.Data.Sqlite;

namespace Tour;

/// <summary>What came of a wrong way.</summary>
/// <param name="Way">What was done.</param>
/// <param name="Text">What the model sent.</param>
/// <param name="Effect">What happened; <see langword="null"/> where it could not be tried here.</param>
/// <param name="IsDone">Whether the damage was done. If not, the Tour shows nothing worth a guard.</param>
internal sealed record Damage(string Way, string Text, string? Effect, bool IsDone)
{
    /// <summary>The text that ends a quoted argument and begins a command.</summary>
    public const string ShellText = "x'; touch marker; '";

    /// <summary>The text that is an option to git.</summary>
    public const string OptionText = "--output=marker";

    /// <summary>The text that ends a quoted value and begins a condition.</summary>
    public const string SqlText = "' or 1=1 --";

    /// <summary>Goes all the wrong ways, in a folder where it does no harm.</summary>
    public static async Task<IReadOnlyList<Damage>> DoAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("tour-").FullName;
        try
        {
            return
            [
                await ShellAsync(folder, cancellationToken),
                await OptionAsync(folder, cancellationToken),
                await HistoryAsync(folder, cancellationToken),
                await SqlAsync(cancellationToken),
                await FetchAsync(cancellationToken),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Damage> ShellAsync(string folder, CancellationToken cancellationToken)
    {
        if (!File.Exists("/bin/sh"))
        {
            return new Damage("a shell", ShellText, null, IsDone: true);
        }

        _ = await WrongWays.LogAsync(ShellText, folder, cancellationToken);
        return new Damage("a shell", ShellText, "the file 'marker' was made", TakeMarker(folder));
    }

    private static async Task<Damage> OptionAsync(string folder, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path.Join(folder, "notes.md"), "text\n", cancellationToken);
        try
        {
            _ = await WrongWays.DiffAsync(OptionText, folder, cancellationToken);
        }
        catch (Win32Exception)
        {
            return new Damage("git without a shell", OptionText, null, IsDone: true);
        }

        return new Damage("git without a shell", OptionText, "git wrote the file 'marker'", TakeMarker(folder));
    }

    private static async Task<Damage> HistoryAsync(string folder, CancellationToken cancellationToken)
    {
        const string way = "git in a repository of somebody else";
        if (!GitTrap.IsPossible)
        {
            return new Damage(way, "log", null, IsDone: true);
        }

        await GitTrap.SetAsync(folder, folder, cancellationToken);
        _ = await GitTrap.ReadAsync(folder, cancellationToken);
        return new Damage(way, "log", "git started a program of that repository, which made the file 'marker'", TakeMarker(folder));
    }

    private static async Task<Damage> SqlAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "create table notes (title text); insert into notes values ('a'), ('b'), ('c')";
        await command.ExecuteNonQueryAsync(cancellationToken);
        var found = await WrongWays.CountAsync(connection, SqlText, cancellationToken);
        return new Damage("SQL in a string", SqlText, $"no note has that title, and {found} were found", found == 3);
    }

    private static async Task<Damage> FetchAsync(CancellationToken cancellationToken)
    {
        var url = $"http://127.0.0.1:{Neighbours.Secret.Port}/";
        var text = await WrongWays.FetchAsync(url, cancellationToken);
        return new Damage("a plain HttpClient", url, $"it returned '{text}'", Neighbours.Secret.Connections > 0);
    }

    private static bool TakeMarker(string folder)
    {
        var marker = Path.Join(folder, GitTrap.Marker);
        var isThere = File.Exists(marker);
        File.Delete(marker);
        return isThere;
    }
}
