using System.Globalization;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.BadInput;

/// <summary>Valid messages of every kind, in an order that a seed decides.</summary>
internal sealed class Requests(Random random, string version)
{
    private const int FirstId = 1_000_000;

    /// <summary>Method and params; a method without an id is a notification, and one that is empty an answer of the client.</summary>
    private static readonly (string Method, string Parameters)[] Kinds =
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
        ("tools/list", "{}"),
        ("prompts/list", """{"cursor":"c"}"""),
        ("resources/list", "{}"),
        ("resources/templates/list", "{}"),
        ("logging/setLevel", """{"level":"info"}"""),
        ("ping", "{}"),
        ("initialize", """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"n","version":"1"}}"""),
        ("server/discover", "{}"),
        ("x/custom", """{"a":[1,2,{"b":null}]}"""),
        ("x/unknown", """{"a":1}"""),
        ("tasks/get", """{"taskId":"t"}"""),
        ("notifications/cancelled", """{"requestId":ID,"reason":"r"}"""),
        ("notifications/progress", """{"progressToken":"p","progress":1}"""),
        ("notifications/initialized", "{}"),
        ("", "{}"),
    ];

    /// <summary>The <paramref name="index"/>th message, its id used by no other.</summary>
    public JsonTree Next(int index)
    {
        var (method, parameters) = Kinds[random.Next(Kinds.Length)];
        var id = index % 3 == 0 ? $"\"m{index}\"" : (FirstId + index).ToString(CultureInfo.InvariantCulture);
        if (method.Length == 0)
        {
            return JsonTree.Parse(
                index % 2 == 0
                    ? $$"""{"jsonrpc":"2.0","id":{{id}},"result":{"a":1} }"""
                    : $$"""{"jsonrpc":"2.0","id":{{id}},"error":{"code":-1,"message":"m"} }""");
        }

        if (method.StartsWith("notifications/", StringComparison.Ordinal))
        {
            var other = FirstId + (random.Next(Math.Max(1, index / 3)) * 3) + 1;
            var text = parameters.Replace("ID", other.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            return JsonTree.Parse($$"""{"jsonrpc":"2.0","method":"{{method}}","params":{{text}} }""");
        }

        var modern = version == ProtocolVersions.July2026 ? RawPeer.WithMeta(parameters) : parameters;
        return JsonTree.Parse($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{modern}} }""");
    }
}
