using SQLitePCL;

namespace McpSecure.Sqlite.Engine;

/// <summary>Stands in for functions that take the product of the lengths of their arguments: for two texts of 1 MiB, an hour that nothing interrupts.</summary>
internal static class BoundedFunctions
{
    private static readonly string[] Trims = ["trim", "ltrim", "rtrim"];

    /// <summary>Takes the form with a set of characters away; the one that trims blanks stays.</summary>
    public static void ApplyTo(sqlite3 handle)
    {
        foreach (var name in Trims)
        {
            var result = raw.sqlite3_create_function(
                handle, name, 2, null, (context, _, _) => raw.sqlite3_result_error(context, utf8z.FromString($"{name} takes one argument here")));
            if (result != raw.SQLITE_OK)
            {
                throw new NotSupportedException($"SQLite does not let {name} be replaced.");
            }
        }
    }
}
