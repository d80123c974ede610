using BenchmarkDotNet.Attributes;
using McpSecure.Benchmarks.Support;

namespace McpSecure.Benchmarks;

/// <summary>One allowed tool call, at the policy sizes a large server has. Each role names each tool.</summary>
public class PolicySizeBenchmarks
{
    private readonly Requests _call = Requests.Call(Names.Tool(9));
    private MeasuredServer? _server;
    private FilterChain? _chain;

    [Params(10, 100, 1000)]
    public int Tools { get; set; }

    [Params(1, 10, 100)]
    public int Roles { get; set; }

    [GlobalSetup(Target = nameof(Empty))]
    public void SetupEmpty() => Setup(new Load { Filters = Filters.Empty, Tools = Tools });

    [GlobalSetup(Target = nameof(InOneRole))]
    public void SetupOneRole() => Setup(new Load { Filters = Filters.Secured, Tools = Tools, Roles = Roles });

    [GlobalSetup(Target = nameof(InAllRoles))]
    public void SetupAllRoles() => Setup(new Load
    {
        Filters = Filters.Secured,
        Tools = Tools,
        Roles = Roles,
        User = Load.UserIn(Enumerable.Range(0, Roles)),
    });

    [GlobalCleanup]
    public void Cleanup() => _server!.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Benchmark(Baseline = true)]
    public Task Empty() => _chain!.AskAsync(_call);

    /// <summary>The local person, in one of the roles.</summary>
    [Benchmark]
    public Task InOneRole() => _chain!.AskAsync(_call);

    /// <summary>A user whose token names every role of the policy.</summary>
    [Benchmark]
    public Task InAllRoles() => _chain!.AskAsync(_call);

    private void Setup(Load load)
    {
        _server = new MeasuredServer(load);
        _chain = _server.ToChain();
        _chain.ExpectAsync(_call, refused: false).GetAwaiter().GetResult();
    }
}
