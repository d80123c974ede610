using BenchmarkDotNet.Attributes;
using McpSecure.Benchmarks.Support;

namespace McpSecure.Benchmarks;

/// <summary>The same request through the SDK alone, through empty filters in the places of McpSecure, and through McpSecure.</summary>
public abstract class SideBySide
{
    private MeasuredServer? _server;
    private FilterChain? _chain;

    private protected abstract Requests Request { get; }

    [GlobalSetup(Target = nameof(Bare))]
    public void SetupBare() => Setup(Filters.Bare);

    [GlobalSetup(Target = nameof(Empty))]
    public void SetupEmpty() => Setup(Filters.Empty);

    [GlobalSetup(Target = nameof(Secured))]
    public void SetupSecured() => Setup(Filters.Secured);

    [GlobalCleanup]
    public void Cleanup() => _server!.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Benchmark]
    public Task Bare() => _chain!.AskAsync(Request);

    [Benchmark(Baseline = true)]
    public Task Empty() => _chain!.AskAsync(Request);

    [Benchmark]
    public Task Secured() => _chain!.AskAsync(Request);

    private protected abstract Load LoadOf(Filters filters);

    private void Setup(Filters filters)
    {
        _server = new MeasuredServer(LoadOf(filters));
        _chain = _server.ToChain();
        _chain.ExpectAsync(Request, refused: false).GetAwaiter().GetResult();
    }
}
