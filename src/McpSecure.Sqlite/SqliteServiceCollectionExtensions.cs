using McpSecure.Execution;
using McpSecure.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds databases of SQLite to the services of an application.</summary>
public static class SqliteServiceCollectionExtensions
{
    /// <summary>Adds a <see cref="SqlDatabase"/> over a file of SQLite, one for the application.</summary>
    /// <param name="services">The services.</param>
    /// <param name="path">The file, as its operator wrote it: see <see cref="SqliteDatabase.Open"/>.</param>
    /// <param name="configure">Sets what is permitted.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static IServiceCollection AddSqliteDatabase(this IServiceCollection services, string path, Action<SqliteDatabaseOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return services.AddSingleton(provider => Open(provider, path, configure));
    }

    private static SqlDatabase Open(IServiceProvider provider, string path, Action<SqliteDatabaseOptions>? configure)
    {
        var options = new SqliteDatabaseOptions();
        configure?.Invoke(options);
        return SqliteDatabase.Open(path, options, provider.GetService<TimeProvider>());
    }
}
