using McpSecure.Execution;
using McpSecure.Tests.Support;
using Npgsql;

namespace McpSecure.Tests.Execution.PostgreSql;

/// <summary>A database of its own with three notes and a secret, a role that may change notes, and one that may read them.</summary>
public sealed class NotesDatabase : IAsyncLifetime
{
    private readonly string _name = $"mcpsecure_{Guid.NewGuid():N}";
    private readonly List<NpgsqlDataSource> _sources = [];

    internal NpgsqlDataSource Admin { get; private set; } = null!;

    internal NpgsqlDataSource Writer { get; private set; } = null!;

    internal NpgsqlDataSource Reader { get; private set; } = null!;

    internal string WriterName => $"{_name}_writer";

    internal string ReaderName => $"{_name}_reader";

    public async Task InitializeAsync()
    {
        if (OnPostgres.ConnectionString is null)
        {
            return;
        }

        await using (var cluster = NpgsqlDataSource.Create(OnPostgres.ConnectionString))
        {
            await RunAsync(cluster, $"create database {_name}");
        }

        Admin = Source(user: null);
        await RunAsync(Admin, $"create role {WriterName} login password 'writer'; create role {ReaderName} login password 'reader'");
        await RunAsync(Admin, $"""
            create table notes (id int primary key, title text not null unique, body text not null);
            insert into notes values (1, 'one', 'first body'), (2, 'two', 'second body'), (3, 'three', 'third body');
            create table secrets (password text);
            insert into secrets values ('hunter2');
            create table log (text text);
            create sequence numbers;
            create view titles as select title from notes;
            create type mood as enum ('good', 'bad');
            create function note(what text) returns int language plpgsql as $$ begin insert into log values (what); return 1; end $$;
            create function note_and_commit(what text) returns int language plpgsql as $$ begin insert into log values (what); commit; return 1; end $$;
            create procedure note_it(what text) language plpgsql as $$ begin insert into log values (what); commit; end $$;
            grant select, insert, update, delete on notes, log to {WriterName};
            grant usage on sequence numbers to {WriterName}, {ReaderName};
            grant select on notes, titles, log to {ReaderName};
            """);
        Writer = Source(WriterName, "writer");
        Reader = Source(ReaderName, "reader");
    }

    public async Task DisposeAsync()
    {
        if (OnPostgres.ConnectionString is null)
        {
            return;
        }

        foreach (var source in _sources)
        {
            await source.DisposeAsync();
        }

        await using var cluster = NpgsqlDataSource.Create(OnPostgres.ConnectionString);
        await RunAsync(cluster, $"drop database {_name} with (force)");
        await RunAsync(cluster, $"drop role {WriterName}; drop role {ReaderName}");
    }

    /// <summary>What an application opens.</summary>
    internal SqlDatabase Open(SqlLimits? limits = null, TimeProvider? time = null) => new(Writer, SqlEngine.PostgreSql(Reader), limits, time);

    internal NpgsqlDataSource Source(string? user, string? password = null, Action<NpgsqlConnectionStringBuilder>? configure = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(OnPostgres.ConnectionString) { Database = _name, Timeout = 30 };
        if (user is not null)
        {
            settings.Username = user;
            settings.Password = password;
        }

        configure?.Invoke(settings);
        var source = NpgsqlDataSource.Create(settings.ConnectionString);
        _sources.Add(source);
        return source;
    }

    /// <summary>Everything that an attack would have changed.</summary>
    internal async Task<string> StateAsync() => string.Join('\n', await RowsAsync(Admin, $"""
        select x from (
            select 'note ' || id || title || body as x from notes union all select 'secret ' || password from secrets union all select 'log ' || text from log
            union all select 'object ' || relkind::text || relname || coalesce(relacl::text, '') from pg_class where relnamespace = 'public'::regnamespace
            union all select 'function ' || proname from pg_proc where pronamespace = 'public'::regnamespace
            union all select 'sequence ' || last_value || is_called from numbers
            union all select 'large object ' || count(*) from pg_largeobject_metadata
            union all select 'role ' || rolname || rolsuper || coalesce(rolconfig::text, '') from pg_roles
                where rolname not like 'mcpsecure%' or rolname like '{_name}%' -- those of other tests come and go
            union all select 'setting ' || setting from pg_settings where name in ('work_mem', 'shared_buffers') and source <> 'session'
            union all select 'slot ' || count(*) from pg_replication_slots) all_of_it order by x
        """));

    internal static async Task<List<string>> RowsAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        do
        {
            while (await reader.ReadAsync())
            {
                rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
            }
        }
        while (await reader.NextResultAsync());
        return rows;
    }

    private static async Task RunAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
