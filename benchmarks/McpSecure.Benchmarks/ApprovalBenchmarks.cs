using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using McpSecure.Calls;
using McpSecure.Pipeline;
using McpSecure.RoundTrips;
using ModelContextProtocol.Protocol;

namespace McpSecure.Benchmarks;

/// <summary>What approvals and sealed states add to a call that has none of them, and what their parts take where they are needed.</summary>
public class ApprovalBenchmarks
{
    private readonly JsonRpcRequest _request = new()
    {
        Id = new RequestId(1),
        Method = Methods.CallTool,
        Params = JsonNode.Parse("""{"name":"delete_file","arguments":{"path":"notes/todo.md","days":3}}"""),
    };

    private readonly Dictionary<string, JsonElement> _arguments = new(StringComparer.Ordinal)
    {
        ["path"] = JsonElement.Parse("\"notes/todo.md\""),
        ["days"] = JsonElement.Parse("3"),
    };

    private readonly Call _call = new(PrimitiveKind.Tool, "delete_file", Caller.Anonymous, PrimitiveFacts.None);
    private readonly StateSealer _sealer = new(new AesGcmStateProtector([RandomNumberGenerator.GetBytes(32)]), TimeProvider.System);
    private Envelope? _envelope;
    private string? _sealed;
    private MessageState? _state;

    [GlobalSetup]
    public void Setup()
    {
        _state = new MessageState(record: null!, _request);
        _state.Leave();
        _envelope = new Envelope
        {
            Id = Guid.NewGuid(),
            Expires = DateTimeOffset.MaxValue,
            Caller = CallDigest.Of(Caller.Anonymous.Key),
            Request = CallDigest.Of("request"),
            Stage = ApprovalStage.Asked,
            Questions = """{"io.github.mcpsecure/approval":{"method":"elicitation/create"}}""",
        };
        _sealed = _sealer.Seal(_envelope);
        if (IsNeeded() || Open() is null)
        {
            throw new InvalidOperationException("A call without a round trip should need nothing, and a state should open.");
        }
    }

    /// <summary>All that is asked of a call that needs none of it: on its way in, after the guards, and on its way out.</summary>
    [Benchmark(Baseline = true)]
    public bool IsNeeded() =>
        (Methods.Resumable.Contains(_request.Method) && RoundTripDoor.IsResumed(_request)) || _call.NeedsApproval || _state!.Trip is not null || _state.MayAsk;

    [Benchmark]
    public byte[] Digest() => CallDigest.Of("tool", "delete_file", _arguments);

    [Benchmark]
    public string? Seal() => _sealer.Seal(_envelope!);

    [Benchmark]
    public object? Open() => _sealer.Open(_sealed!);
}
