using System.Globalization;

namespace McpSecure.Execution.Databases;

/// <summary>Asks PostgreSQL, in one go, to limit the time of the transaction, and whether its role may do what a transaction that reads only does not stop.</summary>
internal static class RoleQuery
{
    /// <summary>The query: whether it may do more; whether the transaction reads only.</summary>
    /// <remarks>
    /// It asks for the role of the session, to which any statement can return, and with it for every role that it could take. As a query it also
    /// takes the first snapshot of the transaction: from then on nothing makes it writable again.
    /// </remarks>
    public static string Of(TimeSpan timeout) => string.Create(CultureInfo.InvariantCulture, $"""
        select exists (
                select from pg_catalog.pg_roles r
                where (r.rolsuper or r.rolreplication or r.rolcreaterole
                       or r.rolname in ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program', 'pg_signal_backend'))
                  and pg_catalog.pg_has_role(session_user, r.oid, 'MEMBER'))
            or exists (
                select from pg_catalog.pg_proc p
                where p.proname in (
                    'pg_read_file', 'pg_read_binary_file', 'pg_ls_dir', 'pg_stat_file', 'pg_file_write', 'pg_file_unlink', 'pg_file_rename',
                    'lo_import', 'lo_export', 'pg_reload_conf', 'pg_rotate_logfile', 'pg_promote', 'pg_switch_wal', 'pg_create_restore_point',
                    'dblink', 'dblink_exec', 'dblink_connect', 'dblink_connect_u', 'dblink_send_query')
                  and pg_catalog.has_function_privilege(session_user, p.oid, 'EXECUTE')),
            pg_catalog.current_setting('transaction_read_only'),
            pg_catalog.set_config('statement_timeout', '{(long)Math.Ceiling(timeout.TotalMilliseconds)}', true)
        """);
}
