using McpSecure.Execution;
using Microsoft.Data.Sqlite;

namespace McpSecure.Sqlite.Tests.Support;

/// <summary>A database of its own in a folder of its own: three notes, and a user with a password that is nobody's business.</summary>
internal sealed class NotesFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mcpsecure-sqlite-");

    // Written once: a disk takes its time for it.
    private static readonly byte[] Template = Make();

    public NotesFile()
    {
        Path = System.IO.Path.Join(_folder.FullName, "notes.db");
        File.WriteAllBytes(Path, Template);
    }

    private static byte[] Make()
    {
        using var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            create table notes (id integer primary key, title text not null unique, body text not null);
            insert into notes (title, body) values ('one', 'first body'), ('two', 'second body'), ('three', 'third body');
            create table users (name text, password text);
            insert into users values ('admin', 'hunter2');
            create view titles as select title from notes;
            create table log (text);
            create trigger logged after insert on notes begin insert into log values (new.title); end;
            """;
        command.ExecuteNonQuery();
        var file = System.IO.Path.GetTempFileName();
        try
        {
            File.Delete(file);
            command.CommandText = $"vacuum into '{file}'";
            command.ExecuteNonQuery();
            return File.ReadAllBytes(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public string Folder => _folder.FullName;

    public string Path { get; }

    public SqlDatabase Open(SqlLimits? limits = null, TimeProvider? time = null, Action<SqliteDatabaseOptions>? configure = null)
    {
        var options = new SqliteDatabaseOptions { Limits = limits ?? new SqlLimits() };
        configure?.Invoke(options);
        return SqliteDatabase.Open(Path, options, time);
    }

    /// <summary>A connection as anybody would open one.</summary>
    public SqliteConnection Plain()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>Runs a text as it is, statement after statement, and says how many rows came.</summary>
    public int Run(string sql)
    {
        using var connection = Plain();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = 0;
        do
        {
            while (reader.Read())
            {
                rows++;
            }
        }
        while (reader.NextResult());
        return rows;
    }

    /// <summary>Everything in the database, and every file beside it: what an attack would have changed.</summary>
    public string State()
    {
        using var connection = Plain();
        var tables = Rows(connection, "select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name");
        return string.Join('\n',
        [
            .. Rows(connection, "select type || ' ' || name || coalesce(sql, '') from sqlite_schema order by 1"),
            .. tables.SelectMany(table => Rows(connection, $"select * from \"{table}\" order by 1")),
            .. Rows(connection, "select user_version from pragma_user_version"),
            .. Rows(connection, "select journal_mode from pragma_journal_mode"),
            .. Directory.EnumerateFiles(Folder).Where(file => !IsJournal(file)).Select(file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal),
        ]);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private static List<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        }

        return rows;
    }

    private static bool IsJournal(string file) =>
        file.EndsWith("-journal", StringComparison.Ordinal) || file.EndsWith("-wal", StringComparison.Ordinal) || file.EndsWith("-shm", StringComparison.Ordinal);
}
