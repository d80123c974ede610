namespace McpSecure.Tests.Execution.Statements;

/// <summary>Texts that leave a quoted text, a number or a name, and go on as a statement. Our own: what they do is said beside them.</summary>
internal static class InjectionLines
{
    private static readonly string[] Closings = ["'", "')", "'))", "\"", "\")", "`", "\\'", "''", "x'||'", ""];

    private static readonly string[] Continuations =
    [
        " or 1=1 --", " or 'a'='a", " or true --", " union select name, password from users --", "/**/or/**/1=1--", "\tor\t1=1--", "\nor 1=1\n--",
        "; delete from notes; --", "; drop table notes; --", "; update users set password='x' --",
    ];

    private static readonly string[] Others =
    [
        "' or title is not null or title='", "' or 1=1#", "' or 1=1/*", "' and 1=0 union all select group_concat(name), 1 from users--", "%' or '1'='1", "%", "_", "[a-z]%",
        "admin'--", "admin' #", "'='", "' '", "'-'", "'&'", "'^'", "'*'", "' or ''='", "' or ''*'", "1' or '1", "1;select 1", "0 or 1", "-1 union select 1,2", "1 or sleep(5)",
        "\u02BC or 1=1 --", "\u2019 or 1=1 --", "\uFF07 or 1=1 --", "\u00B4 or 1=1--", "%27%20or%201=1--", "0x27206f7220313d31", "char(39)||' or 1=1--", "${7*7}", "{{7*7}}",
        "@p0", ":p0", "?1", "$1", "@p0 or 1=1", "$$ or 1=1 --", "$a$ or 1=1 $a$", "E'\\' or 1=1 --", "\\", "\\\\' or 1=1 --", "\\x27 or 1=1 --", "--", "/*", "*/", ";", "';", "'",
        "''", "''''", "x'", "\"", "\"\"", "null", "NULL", "true", "'; commit; delete from notes; --", "'; attach database 'x.db' as x; --", "'; vacuum into 'x.db'; --",
        "'; copy users to program 'id' --", "'||(select password from users limit 1)||'", "' or (select count(*) from users)>0 --", "'||pg_sleep(5)||'", "1 and 1=cast((select password from users) as int)",
        "' group by title having 1=1 --", "' order by 99 --", "' limit 0 offset 0 --", "' collate nocase or 1=1 --", "' escape 'x' or 1=1 --", "' like '", "' glob '*' or '",
    ];

    public static IReadOnlyList<string> All { get; } =
    [
        .. Closings.SelectMany(closing => Continuations.Select(continuation => closing + continuation)),
        .. Others,
    ];

    /// <summary>A large public collection, where it is at hand beside the checkout; nothing elsewhere.</summary>
    public static IReadOnlyList<string> Collection(string root)
    {
        var file = Path.Join(root, "..", "shared", "data", "payloads", "sql.txt");
        return File.Exists(file) ? File.ReadAllLines(file) : [];
    }
}
