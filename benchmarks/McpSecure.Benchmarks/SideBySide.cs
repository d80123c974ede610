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
    public Task SetupBare() => SetupAsync(Filters.Bare);

    [GlobalSetup(Target = nameof(Empty))]
    public Task SetupEmpty() => SetupAsync(Filters.Empty);

    [GlobalSetup(Target = nameof(Secured))]
    public Task SetupSecured() => SetupAsync(Filters.Secured);

    [GlobalCleanup]
    public async Task Cleanup() => await _server!.DisposeAsync();

    [Benchmark]
    public Task Bare() => _chain!.AskAsync(Request);

    [Benchmark(Baseline = true)]
    public Task Empty() => _chain!.AskAsync(Request);

    [Benchmark]
    public Task Secured() => _chain!.AskAsync(Request);

    private protected abstract Load LoadOf(Filters filters);

    private async Task SetupAsync(Filters filters)
    {
        _server = new MeasuredServer(LoadOf(filters));
        _chain = _server.ToChain();
        await _chain.ExpectAsync(Request, refused: false);
    }
}
