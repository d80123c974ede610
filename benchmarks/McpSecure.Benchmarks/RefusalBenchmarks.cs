using BenchmarkDotNet.Attributes;
using McpSecure.Benchmarks.Support;

namespace McpSecure.Benchmarks;

/// <summary>What a "no" costs, beside a call that is allowed: probing has to be no dearer than working.</summary>
public class RefusalBenchmarks
{
    private readonly Requests _allowed = Requests.Call(Names.Tool(3));
    private readonly Requests _denied = Requests.Call(Names.Denied);
    private readonly Requests _unknown = Requests.Call(Names.Unknown);
    private readonly Requests _asking = Requests.Call(Names.Asking);
    private readonly Requests _undeclared = Requests.Call(Names.Tool(3), """{"path":"notes/today.md","mode":"w"}""");
    private readonly Requests _twice = Requests.Call(Names.Tool(3), """{"path":"notes/today.md","PATH":"notes"}""");
    private MeasuredServer? _server;
    private FilterChain? _chain;

    [GlobalSetup(Targets = [nameof(AllowedByEmptyFilters), nameof(UnknownToTheSdk)])]
    public void SetupEmpty()
    {
        var chain = Setup(Filters.Empty);
        chain.ExpectAsync(_allowed, refused: false).GetAwaiter().GetResult();
        chain.ExpectAsync(_unknown, refused: true).GetAwaiter().GetResult();
    }

    [GlobalSetup(Targets = [nameof(Allowed), nameof(Denied), nameof(Unknown), nameof(NeedsApproval), nameof(UndeclaredArgument), nameof(KeyTwice)])]
    public void SetupSecured()
    {
        var chain = Setup(Filters.Secured);
        chain.ExpectAsync(_allowed, refused: false).GetAwaiter().GetResult();
        foreach (var refused in new[] { _denied, _unknown, _asking, _undeclared, _twice })
        {
            chain.ExpectAsync(refused, refused: true).GetAwaiter().GetResult();
        }
    }

    [GlobalCleanup]
    public void Cleanup() => _server!.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Benchmark(Baseline = true)]
    public Task AllowedByEmptyFilters() => _chain!.AskAsync(_allowed);

    /// <summary>The SDK's own refusal: an exception.</summary>
    [Benchmark]
    public Task UnknownToTheSdk() => _chain!.AskAsync(_unknown);

    [Benchmark]
    public Task Allowed() => _chain!.AskAsync(_allowed);

    /// <summary>A tool that the role may not use; the answer is that of an unknown one.</summary>
    [Benchmark]
    public Task Denied() => _chain!.AskAsync(_denied);

    [Benchmark]
    public Task Unknown() => _chain!.AskAsync(_unknown);

    [Benchmark]
    public Task NeedsApproval() => _chain!.AskAsync(_asking);

    [Benchmark]
    public Task UndeclaredArgument() => _chain!.AskAsync(_undeclared);

    /// <summary>Refused as a message, before anything is known of the tool: an exception, as the SDK wants it there.</summary>
    [Benchmark]
    public Task KeyTwice() => _chain!.AskAsync(_twice);

    private FilterChain Setup(Filters filters)
    {
        _server = new MeasuredServer(new Load { Filters = filters });
        return _chain = _server.ToChain();
    }
}
