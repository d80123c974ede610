using McpSecure.Execution;
using McpSecure.Tests.Support;
using Npgsql;
using Xunit.Abstractions;

namespace McpSecure.Tests.Execution.PostgreSql;

/// <summary>Statements that a model wrote, on PostgreSQL with a role that may read: whatever they try, the cluster stays as it is.</summary>
public sealed class ReadOnlyTests(NotesDatabase notes, ITestOutputHelper output) : IClassFixture<NotesDatabase>
{
    private static readonly string[] Lines =
    [
        "insert into log values ('x')", "update log set text = 'x'", "delete from log", "delete from notes returning *", "truncate log", "merge into log using notes on false when not matched then insert values ('x')",
        "with a as (delete from log returning *) select * from a", "with a as (insert into log values ('x') returning *) select * from a", "select 1; delete from log", "select 1; commit; delete from log",
        "COMMIT; delete from log", "/* a */ commit; delete from log", "-- a\ncommit; delete from log", "commit", "rollback", "end", "begin", "abort; delete from log", "prepare transaction 'x'", "savepoint s",
        "set transaction read write", "set transaction read write; delete from log", "set session characteristics as transaction read write", "set default_transaction_read_only = off",
        "set statement_timeout = 0", "set role none", "reset role", "set session authorization default", "reset all", "discard all", "set search_path = pg_temp",
        "create table x (a int)", "create temp table x (a int)", "create table x as select 1", "select 1 into x", "select * into temp x from notes", "create view v as select 1", "create function f() returns int language sql as 'select 1'",
        "create schema s", "create extension dblink", "drop table notes", "alter table notes add column c int", "alter system set work_mem = '1GB'", "alter role current_user superuser", "grant all on notes to public",
        "create role x superuser", "do $$ begin insert into log values ('x'); end $$", "do $$ begin commit; insert into log values ('x'); end $$", "call note_it('x')", "select note('x')", "select note_and_commit('x')",
        "explain analyze delete from log", "explain analyze select note('x')", "explain select 1", "show all", "execute p", "prepare p as delete from log", "deallocate all", "declare c cursor for select 1", "fetch all from mcpsecure_query",
        "move all in mcpsecure_query", "close all", "lock table notes", "lock table notes in access exclusive mode", "select * from notes for update", "select * from notes for share", "listen x", "unlisten *", "notify x", "vacuum", "analyze", "reindex table notes",
        "cluster", "checkpoint", "load 'x'", "copy notes to stdout", "copy notes from stdin", "copy notes to '/tmp/x'", "copy notes to program 'id'", "copy (select 1) to program 'id'", "copy log from program 'id'", "comment on table notes is 'x'",
        "security label on table notes is 'x'", "refresh materialized view titles", "import foreign schema x from server y into z", "select nextval('numbers')", "select setval('numbers', 100)",
        "select lo_import('/etc/passwd')", "select lo_export(1, '/tmp/x')", "select pg_read_file('/etc/passwd')", "select pg_read_binary_file('/etc/passwd')", "select * from pg_ls_dir('/')", "select pg_stat_file('/etc/passwd')",
        "select pg_reload_conf()", "select pg_rotate_logfile()", "select pg_switch_wal()", "select pg_create_restore_point('x')", "select pg_create_physical_replication_slot('x')", "select pg_promote()", "select pg_stat_reset()", "select pg_stat_statements_reset()",
        "select set_config('transaction_read_only', 'off', true)", "select set_config('transaction_read_only', 'off', false)", "select set_config('role', 'postgres', true)", "select set_config('session_authorization', 'postgres', true)",
        "select set_config('transaction_read_only', 'off', true), query_to_xml('insert into log values (1)', true, true, '')", "select query_to_xml('delete from log', true, true, '')", "select query_to_xml('commit', true, true, '')",
        "select query_to_xml('copy log from program ''id''', true, true, '')", "select database_to_xml(true, true, '') where note('x') = 1", "select * from secrets", "select password from secrets", "table secrets", "select * from pg_authid", "select * from pg_shadow",
        "select * from dblink('dbname=postgres', 'select 1') as x (a int)", "select * from notes where title = $1", "select @p0", "select :x", "", ";", "select 1 from notes; --\n drop table notes", "(select 1); (select 2)", "for select 1", "select 1 with hold",
    ];

    public static TheoryData<string> Attacks => new(Lines);

    [PostgresTheory]
    [MemberData(nameof(Attacks))]
    public async Task Refuses_what_does_more_than_read(string attack)
    {
        var database = notes.Open();
        var before = await notes.StateAsync();

        var refusal = await Assert.ThrowsAsync<SqlRefusedException>(() => database.QueryReadOnlyAsync(attack));

        output.WriteLine($"{refusal.Reason}: {refusal.Message}");
        Assert.Equal(before, await notes.StateAsync());
        Assert.Equal(3, (await database.QueryReadOnlyAsync("select * from notes")).Rows.Count); // it still serves
    }

    /// <summary>What they do where they are sent as text, in a transaction that reads only and is rolled back, by a role that may write.</summary>
    [PostgresTheory]
    [InlineData("commit; insert into log values ('x')")]
    [InlineData("/* a */ commit; insert into log values ('x')")]
    [InlineData("-- a\nCOMMIT; begin; insert into log values ('x'); commit")]
    [InlineData("rollback; insert into log values ('x')")]
    [InlineData("set transaction read write; insert into log values ('x'); commit")]
    public async Task A_transaction_that_reads_only_does_not_keep_a_text_from_writing(string attack)
    {
        var before = await NotesDatabase.RowsAsync(notes.Admin, "select count(*) from log");
        await using (var connection = await notes.Writer.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand("set transaction read only", connection, transaction);
            await command.ExecuteNonQueryAsync();
            command.CommandText = attack;
            await command.ExecuteNonQueryAsync();
        }

        Assert.NotEqual(before, await NotesDatabase.RowsAsync(notes.Admin, "select count(*) from log"));
        await using var clean = notes.Admin.CreateCommand("delete from log");
        await clean.ExecuteNonQueryAsync();
    }

    /// <summary>Even where the role may write, nothing is written: by the transaction, and by what a cursor can be.</summary>
    [PostgresFact]
    public async Task A_role_that_may_write_does_not_either()
    {
        var database = new SqlDatabase(notes.Writer, SqlEngine.PostgreSql(notes.Writer));
        var before = await notes.StateAsync();

        foreach (var attack in Lines)
        {
            await Assert.ThrowsAsync<SqlRefusedException>(() => database.QueryReadOnlyAsync(attack));
        }

        Assert.Equal(before, await notes.StateAsync());
    }

    [PostgresTheory]
    [InlineData("select title, body from notes order by id", 3)]
    [InlineData("  SELECT 1 ; -- the end", 1)]
    [InlineData("-- a\nselect count(*), max(length(body)) from notes", 1)]
    [InlineData("/* a /* b */ */ select * from titles;", 3)]
    [InlineData("with recursive n(x) as (select 1 union all select x + 1 from n where x < 10) select * from n", 10)]
    [InlineData("values (1), (2)", 2)]
    [InlineData("table notes", 3)]
    [InlineData("(select 1) union all (select 2)", 2)]
    [InlineData("select $$a$$, e'\\'', '{\"a\":1}'::jsonb ->> 'a', now(), 1.5::numeric, null::uuid, 'x'::bytea, '{}'::json, true, current_date, interval '1 hour'", 1)]
    [InlineData("select relname, array_agg(attname)::text from pg_class join pg_attribute on attrelid = pg_class.oid where relname = 'notes' group by 1", 1)]
    [InlineData("select 1;;", 1)]
    public async Task Runs_what_reads(string sql, int rows)
    {
        var result = await notes.Open().QueryReadOnlyAsync(sql);

        Assert.Equal(rows, result.Rows.Count);
        Assert.False(result.IsTruncated);
    }

    /// <summary>PostgreSQL 15 lets them run in a transaction that reads only.</summary>
    [PostgresTheory]
    [InlineData("select lo_create(0)")]
    [InlineData("select lo_creat(-1)")]
    [InlineData("select lo_from_bytea(0, 'x')")]
    [InlineData("select pg_notify('x', 'y')::text")]
    [InlineData("select set_config('search_path', 'x', false)")]
    public async Task What_writes_all_the_same_is_rolled_back(string sql)
    {
        var before = await notes.StateAsync();

        try
        {
            await notes.Open().QueryReadOnlyAsync(sql);
        }
        catch (SqlRefusedException)
        {
            // A later version refuses it.
        }

        Assert.Equal(before, await notes.StateAsync());
        Assert.DoesNotContain((await notes.Open().QueryReadOnlyAsync("select current_setting('search_path')")).Rows, row => row[0] is "x");
    }

    [PostgresFact]
    public async Task Nothing_is_left_behind_on_the_connection()
    {
        await using var single = notes.Source(notes.ReaderName, "reader", settings => settings.MaxPoolSize = 1);
        var database = new SqlDatabase(notes.Writer, SqlEngine.PostgreSql(single));

        await database.QueryReadOnlyAsync("select pg_advisory_lock(42)::text, set_config('work_mem', '1GB', false), set_config('role', 'none', false)");

        Assert.Equal(["0"], await NotesDatabase.RowsAsync(notes.Admin, "select count(*) from pg_locks where locktype = 'advisory'"));
        Assert.Equal(["0"], await NotesDatabase.RowsAsync(notes.Admin, $"select count(*) from pg_stat_activity where usename = '{notes.ReaderName}' and state like '%transaction%'"));
        Assert.Equal("4MB", (await database.QueryReadOnlyAsync("select current_setting('work_mem')")).Rows[0][0]);
    }

    /// <summary>It ends its own session: the next call gets another.</summary>
    [PostgresFact]
    public async Task A_statement_that_ends_its_own_session_harms_nobody_else()
    {
        var database = notes.Open();

        await Assert.ThrowsAnyAsync<Exception>(() => database.QueryReadOnlyAsync("select pg_terminate_backend(pg_backend_pid())"));
        var others = await database.QueryReadOnlyAsync($"select count(*) from pg_stat_activity where usename <> '{notes.ReaderName}' and pid <> pg_backend_pid()");

        Assert.NotNull(others.Rows[0][0]);
        Assert.Equal(3, (await database.QueryReadOnlyAsync("select * from notes")).Rows.Count);
        var refusal = await Assert.ThrowsAsync<SqlRefusedException>(() => database.QueryReadOnlyAsync(
            $"select pg_terminate_backend(pid) from pg_stat_activity where usename = '{notes.WriterName}' or (usename = 'postgres' and pid <> pg_backend_pid())"));
        Assert.Equal(SqlRefusal.NotReadOnly, refusal.Reason);
    }

    [PostgresTheory]
    [InlineData("alter role {0} superuser", "alter role {0} nosuperuser")]
    [InlineData("alter role {0} createrole", "alter role {0} nocreaterole")]
    [InlineData("alter role {0} replication", "alter role {0} noreplication")]
    [InlineData("grant pg_read_server_files to {0}", "revoke pg_read_server_files from {0}")]
    [InlineData("grant pg_write_server_files to {0}", "revoke pg_write_server_files from {0}")]
    [InlineData("grant pg_execute_server_program to {0}", "revoke pg_execute_server_program from {0}")]
    [InlineData("grant pg_signal_backend to {0}", "revoke pg_signal_backend from {0}")]
    [InlineData("grant execute on function pg_read_file(text) to {0}", "revoke execute on function pg_read_file(text) from {0}")]
    [InlineData("grant execute on function lo_export(oid, text) to {0}", "revoke execute on function lo_export(oid, text) from {0}")]
    [InlineData("create function dblink(text) returns text language sql as 'select 1'", "drop function dblink(text)")]
    public async Task Refuses_a_role_that_may_do_what_no_transaction_stops(string grant, string revoke)
    {
        async Task RunAsync(string sql)
        {
            await using var command = notes.Admin.CreateCommand(string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, notes.ReaderName));
            await command.ExecuteNonQueryAsync();
        }

        await RunAsync(grant);
        try
        {
            var refusal = await Assert.ThrowsAsync<SqlRefusedException>(() => notes.Open().QueryReadOnlyAsync("select 1"));

            Assert.Equal(SqlRefusal.ReadOnlyNotEnforced, refusal.Reason);
        }
        finally
        {
            await RunAsync(revoke);
        }

        Assert.Single((await notes.Open().QueryReadOnlyAsync("select 1")).Rows);
    }

    [PostgresFact]
    public async Task Refuses_where_there_is_no_role_for_reading()
    {
        foreach (var engine in new[] { SqlEngine.PostgreSql(), SqlEngine.Generic })
        {
            var refusal = await Assert.ThrowsAsync<SqlRefusedException>(() => new SqlDatabase(notes.Writer, engine).QueryReadOnlyAsync("select 1"));

            Assert.Equal(SqlRefusal.ReadOnlyNotEnforced, refusal.Reason);
        }
    }
}
