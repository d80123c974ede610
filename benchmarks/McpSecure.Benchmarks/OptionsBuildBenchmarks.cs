using BenchmarkDotNet.Attributes;
using McpSecure.Benchmarks.Support;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Benchmarks;

/// <summary>The options of one server, which stateless HTTP builds for every request: the goal is + 10 µs and + 4 KB over empty filters.</summary>
public class OptionsBuildBenchmarks
{
    private MeasuredServer? _server;
    private IOptionsFactory<McpServerOptions>? _factory;

    [Params(20, 117)]
    public int Tools { get; set; }

    [GlobalSetup(Target = nameof(Bare))]
    public void SetupBare() => Setup(Filters.Bare);

    [GlobalSetup(Target = nameof(Empty))]
    public void SetupEmpty() => Setup(Filters.Empty);

    [GlobalSetup(Target = nameof(Secured))]
    public void SetupSecured() => Setup(Filters.Secured);

    [GlobalCleanup]
    public void Cleanup() => _server!.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Benchmark]
    public McpServerOptions Bare() => _factory!.Create(Options.DefaultName);

    [Benchmark(Baseline = true)]
    public McpServerOptions Empty() => _factory!.Create(Options.DefaultName);

    [Benchmark]
    public McpServerOptions Secured() => _factory!.Create(Options.DefaultName);

    private void Setup(Filters filters)
    {
        _server = new MeasuredServer(new Load { Filters = filters, Tools = Tools });
        _factory = _server.Factory;
    }
}
