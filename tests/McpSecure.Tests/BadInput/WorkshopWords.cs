namespace McpSecure.Tests.BadInput;

/// <summary>What can be asked of the <see cref="Workshop"/>, and names in it that mutations are made of.</summary>
internal static class WorkshopWords
{
    public static readonly (string Method, string Parameters)[] Requests =
    [
        ("tools/call", """{"name":"read_file","arguments":{"path":"a"}}"""),
        ("tools/call", """{"name":"read_file","arguments":{"path":"a","labels":{"k":"v"}}}"""),
        ("tools/call", """{"name":"delete_file","arguments":{"path":"a"}}"""),
        ("tools/call", """{"name":"purge","arguments":{"path":"a"}}"""),
        ("tools/call", """{"name":"read_file","arguments":{"path":"a"},"_meta":{"progressToken":"p"}}"""),
        ("prompts/get", """{"name":"greet","arguments":{"who":"you"}}"""),
        ("prompts/get", """{"name":"secret"}"""),
        ("resources/read", """{"uri":"docs://open/a"}"""),
        ("resources/read", """{"uri":"docs://open/page/7"}"""),
        ("resources/read", """{"uri":"docs://closed/a"}"""),
        ("resources/subscribe", """{"uri":"docs://open/a"}"""),
        ("resources/subscribe", """{"uri":"docs://closed/a"}"""),
        ("resources/unsubscribe", """{"uri":"docs://open/a"}"""),
        ("completion/complete", """{"ref":{"type":"ref/prompt","name":"greet"},"argument":{"name":"who","value":"y"},"context":{"arguments":{"a":"b"}}}"""),
        ("completion/complete", """{"ref":{"type":"ref/resource","uri":"docs://open/page/{id}"},"argument":{"name":"id","value":"7"}}"""),
        ("completion/complete", """{"ref":{"type":"ref/prompt","name":"secret"},"argument":{"name":"a","value":"b"}}"""),
        ("x/custom", """{"a":[1,2,{"b":null}]}"""),
    ];

    public static readonly string[] Names =
    [
        "read_file", "READ_FILE", "read_file ", "delete_file", "purge", "Purge", "p\u0000urge", "greet", "secret", "docs://open/a", "docs://closed/a",
        "docs://open/../closed/a", "docs://open/..%2Fclosed/a", "DOCS://closed/a", "docs://open/page/..%2f", "docs://closed/page/{id}", "docs://open/page/{id}",
        "x/custom",
    ];
}
