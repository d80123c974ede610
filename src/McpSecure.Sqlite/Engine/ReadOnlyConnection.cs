using Microsoft.Data.Sqlite;

namespace McpSecure.Sqlite.Engine;

/// <summary>A connection for one statement that nobody trusts. It is in no pool: nobody gets it afterwards, and nobody had it before.</summary>
internal static class ReadOnlyConnection
{
    public static SqliteConnection Open(string file, ReadAuthorizer authorizer, int maxBytes, int maxSqlLength)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            var handle = connection.Handle!;
            Settings.Harden(handle);
            using (var command = connection.CreateCommand())
            {
                // What a statement needs on the way stays in memory, where it is counted, and does not fill a disk.
                command.CommandText = "pragma query_only=on; pragma temp_store=memory; pragma cell_size_check=on; pragma mmap_size=0";
                command.ExecuteNonQuery();
            }

            Settings.Limit(handle, maxBytes, maxSqlLength);
            BoundedFunctions.ApplyTo(handle);
            authorizer.ApplyTo(handle);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
