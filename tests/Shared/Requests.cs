using System.Globalization;

namespace McpSecure.Tests.BadInput;

/// <summary>Valid messages of every kind, in an order that a seed decides.</summary>
/// <param name="random">Decides.</param>
/// <param name="own">Method and params of what the server offers.</param>
/// <param name="isModern">Whether each request carries the metadata of 2026-07-28, or a handshake went before.</param>
internal sealed class Requests(Random random, IEnumerable<(string Method, string Parameters)> own, bool isModern)
{
    private const int FirstId = 1_000_000;

    /// <summary>What every server understands. A method that is empty stands for an answer of the client.</summary>
    private static readonly (string Method, string Parameters)[] OfTheProtocol =
    [
        ("tools/list", "{}"),
        ("prompts/list", """{"cursor":"c"}"""),
        ("resources/list", "{}"),
        ("resources/templates/list", "{}"),
        ("logging/setLevel", """{"level":"info"}"""),
        ("ping", "{}"),
        ("initialize", """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"n","version":"1"}}"""),
        ("server/discover", "{}"),
        ("x/unknown", """{"a":1}"""),
        ("tasks/get", """{"taskId":"t"}"""),
        ("notifications/cancelled", """{"requestId":ID,"reason":"r"}"""),
        ("notifications/progress", """{"progressToken":"p","progress":1}"""),
        ("notifications/initialized", "{}"),
        ("", "{}"),
    ];

    private readonly (string Method, string Parameters)[] _kinds = [.. own, .. OfTheProtocol];

    /// <summary>The <paramref name="index"/>th message, its id used by no other.</summary>
    public JsonTree Next(int index)
    {
        var (method, parameters) = _kinds[random.Next(_kinds.Length)];
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

        var modern = isModern ? RequestMeta.AddTo(parameters) : parameters;
        return JsonTree.Parse($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{modern}} }""");
    }
}
