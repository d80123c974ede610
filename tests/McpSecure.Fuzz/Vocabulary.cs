namespace McpSecure.Fuzz;

/// <summary>What can be asked of WorkspaceServer, and names in it, or around it, that mutations are made of.</summary>
internal static class Vocabulary
{
    /// <summary>Absolute paths among the names below, which must not come to be.</summary>
    public static readonly string[] Elsewhere = ["/tmp/mcpsecure-fuzz-escape.txt", "/tmp/mcpsecure-fuzz-escape/a.txt"];

    public static readonly (string Method, string Parameters)[] Requests =
    [
        ("tools/call", """{"name":"read_file","arguments":{"path":"notes/todo.md"}}"""),
        ("tools/call", """{"name":"read_file","arguments":{"path":"../canary.txt"}}"""),
        ("tools/call", """{"name":"read_file","arguments":{"path":"welcome.md"},"_meta":{"progressToken":"p"}}"""),
        ("tools/call", """{"name":"list_files","arguments":{"path":".","pattern":"*.md"}}"""),
        ("tools/call", """{"name":"list_files"}"""),
        ("tools/call", """{"name":"write_file","arguments":{"path":"notes/new.md","text":"new"}}"""),
        ("tools/call", """{"name":"write_file","arguments":{"path":"welcome.md","text":"other","mode":"overwrite"}}"""),
        ("tools/call", """{"name":"write_file","arguments":{"path":"../canary.txt","text":"other","mode":"append"}}"""),
        ("tools/call", """{"name":"delete_file","arguments":{"path":"notes/ideas.md"}}"""),
        ("tools/call", """{"name":"delete_file","arguments":{"path":"../workspace-2/canary.txt"}}"""),
        ("tools/call", """{"name":"git_log","arguments":{"path":"notes","limit":3}}"""),
        ("tools/call", """{"name":"git_log","arguments":{"path":"--output=../canary.txt"}}"""),
        ("tools/call", """{"name":"add_note","arguments":{"title":"a","body":"'); drop table notes; --"}}"""),
        ("tools/call", """{"name":"search_notes","arguments":{"text":"' or 1=1 --"}}"""),
        ("tools/call", """{"name":"query_notes","arguments":{"sql":"select count(*) from notes"}}"""),
        ("tools/call", """{"name":"query_notes","arguments":{"sql":"vacuum into '../canary.txt'"}}"""),
        ("tools/call", """{"name":"fetch_page","arguments":{"url":"http://127.0.0.1:9/"}}"""),
        ("tools/call", """{"name":"fetch_page","arguments":{"url":"file:///etc/passwd"}}"""),
        ("prompts/get", """{"name":"summarize_folder","arguments":{"path":"notes"}}"""),
        ("prompts/get", """{"name":"summarize_folder","arguments":{"path":"../workspace-2"}}"""),
        ("resources/read", """{"uri":"workspace://files/notes/todo.md"}"""),
        ("resources/read", """{"uri":"workspace://files/..%2Fcanary.txt"}"""),
        ("resources/read", """{"uri":"workspace://status"}"""),
        ("resources/subscribe", """{"uri":"workspace://files/welcome.md"}"""),
        ("resources/unsubscribe", """{"uri":"workspace://files/welcome.md"}"""),
        ("completion/complete", """{"ref":{"type":"ref/prompt","name":"summarize_folder"},"argument":{"name":"path","value":"n"}}"""),
        ("completion/complete", """{"ref":{"type":"ref/resource","uri":"workspace://files/{+path}"},"argument":{"name":"path","value":"n"}}"""),
    ];

    public static readonly string[] Names =
    [
        "git_log", "add_note", "query_notes", "fetch_page", "sql", "url", "--output=../canary.txt", "vacuum into '../canary.txt'", "read_file", "READ_FILE", "read_file ", "list_files", "write_file", "Write_file", "write\u0000_file", "delete_file", "summarize_folder",
        "create", "overwrite", "append", "Append", "text", "mode", "pattern", "*", "?", "**/*.md", ".", "..", "notes", "welcome.md", "notes/todo.md",
        "notes/../welcome.md", "../canary.txt", "../workspace-2/canary.txt", "..\\canary.txt", "notes/../../canary.txt", "../cwd/canary.txt",
        "..%2fcanary.txt", "%2e%2e/canary.txt", "workspace://files/../canary.txt", "workspace://files/..%2f..%2fcanary.txt",
        "workspace://files/%2e%2e%2fcanary.txt", "WORKSPACE://files/welcome.md", "workspace://status", "workspace://files/{+path}", "file:///etc/passwd",
        .. Elsewhere,
    ];
}
