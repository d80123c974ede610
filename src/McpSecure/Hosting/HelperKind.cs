using System.Collections.Frozen;
using System.Text.Json;
using McpSecure.Policy.Rules;

namespace McpSecure.Hosting;

/// <summary>A way in which a text becomes an attack, the names that announce it, and the helper that keeps it a value.</summary>
/// <remarks>The names are those of tools that were attacked: words that mean it wherever they stand, at the end, or where the tool says more.</remarks>
internal sealed class HelperKind
{
    /// <summary>What a name ends in that says something about the thing, and is not the thing.</summary>
    private static readonly FrozenSet<string> About = Words("id", "ids", "type", "kind", "name", "names", "count", "limit", "size", "mode", "format", "status", "version", "dialect");

    private FrozenSet<string> _anywhere = Words();
    private FrozenSet<string> _atEnd = Words();
    private FrozenSet<string> _alone = Words();
    private FrozenSet<string> _evidence = Words();
    private string? _format;

    private HelperKind(string what, string helper, string advice) => (What, Helper, Advice) = (what, helper, advice);

    public static HelperKind Command { get; } = new(
        "a command", "ProcessRunner", "If they reach a process, start it with ProcessRunner: a value is one argument of a program you name, and there is no shell.")
    {
        _anywhere = Words("command", "commands", "cmd", "cmds", "cmdline", "commandline", "shell", "bash", "powershell"),
        _atEnd = Words("script", "scripts", "exec", "args", "argv"),
    };

    public static HelperKind Sql { get; } = new(
        "SQL", "SqlDatabase", "If they reach a database, run them with SqlDatabase: values become parameters, and SQL that a model wrote runs in QueryReadOnlyAsync.")
    {
        _anywhere = Words("sql"),
        _alone = Words("query", "queries", "statement", "statements", "where"),
        _evidence = Words("sql", "sqlite", "postgres", "postgresql", "mysql", "mariadb", "mssql", "oracle", "duckdb", "database", "databases", "db", "table", "tables"),
    };

    public static HelperKind Url { get; } = new(
        "a URL", "HttpClient with UseEgressGuard()", "If they are requested, do it with a client of services.AddHttpClient<T>().UseEgressGuard(…): it reaches only hosts that are allowed, at public addresses.")
    {
        _anywhere = Words("url", "urls", "href", "webhook", "webhooks"),
        _atEnd = Words("uri", "uris", "link", "links", "endpoint", "endpoints", "host", "hosts", "hostname", "callback", "callbacks"),
        _format = "uri",
    };

    /// <summary>Gets all of them, in the order they are told.</summary>
    public static IReadOnlyList<HelperKind> All { get; } = [Command, Sql, Url];

    /// <summary>Gets what the names mean.</summary>
    public string What { get; }

    /// <summary>Gets what the tool should receive.</summary>
    public string Helper { get; }

    /// <summary>Gets what to do with it.</summary>
    public string Advice { get; }

    /// <summary>Whether an argument is meant.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="told">The name and the description of the tool: a <c>query</c> of a search is no SQL, that of a database is.</param>
    public bool Means(string name, JsonElement schema, string told)
    {
        if (_format is not null && SchemaNodes.Find(schema, "format") is { ValueKind: JsonValueKind.String } format && format.ValueEquals(_format))
        {
            return true;
        }

        var words = NameWords.Of(name);
        return words.Count > 0
            && !About.Contains(words[^1])
            && (words.Exists(_anywhere.Contains) || _atEnd.Contains(words[^1]) || (_alone.Contains(words[^1]) && IsEvident(schema, told)));
    }

    private bool IsEvident(JsonElement schema, string told) =>
        NameWords.Of(told).Exists(_evidence.Contains)
        || (SchemaNodes.Find(schema, "description") is { ValueKind: JsonValueKind.String } description && NameWords.Of(description.GetString()!).Exists(_evidence.Contains));

    private static FrozenSet<string> Words(params string[] words) => words.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
