using System.Security.Claims;
using System.Text;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace McpSecure.Benchmarks.Support;

/// <summary>One request, made anew each time as a transport makes it: its params parsed from the text, and not yet looked at.</summary>
internal sealed class Requests
{
    private readonly string _method;
    private readonly byte[] _params;
    private long _id;

    private Requests(string method, string parameters)
    {
        _method = method;
        _params = Encoding.UTF8.GetBytes(parameters);
    }

    public static Requests Call(string tool, string arguments = """{"path":"notes/today.md","lines":20}""") =>
        new(RequestMethods.ToolsCall, $$"""{"name":"{{tool}}","arguments":{{arguments}}}""");

    public static Requests List() => new(RequestMethods.ToolsList, "{}");

    public JsonRpcRequest Next(ClaimsPrincipal? user) => new()
    {
        Id = new RequestId(++_id),
        Method = _method,
        Params = JsonNode.Parse(_params),
        Context = new JsonRpcMessageContext { User = user },
    };

    public static JsonRpcRequest Initialize() => new()
    {
        Id = new RequestId("start"),
        Method = RequestMethods.Initialize,
        Params = JsonNode.Parse("""{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"measure","version":"1"}}"""),
    };
}
