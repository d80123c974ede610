using BenchmarkDotNet.Attributes;
using McpSecure.Benchmarks.Support;
using McpSecure.Journal;

namespace McpSecure.Benchmarks;

/// <summary>An allowed call as in <see cref="ToolCallBenchmarks"/>: nobody listens, spans and metrics are listened to, or a journal is kept.</summary>
public class AuditBenchmarks
{
    private const int Callers = 64;
    private const int CallsOfEach = 16;

    private readonly Requests _request = Requests.Call(Names.Tool(3));
    private readonly string _folder = Directory.CreateTempSubdirectory("mcpsecure-journal-").FullName;
    private MeasuredServer? _server;
    private FilterChain? _chain;
    private Listeners? _listeners;

    [GlobalSetup(Target = nameof(Unheard))]
    public void SetupUnheard() => Setup();

    [GlobalSetup(Target = nameof(SpanAndMetrics))]
    public void SetupSpanAndMetrics()
    {
        _listeners = new Listeners();
        Setup();
    }

    [GlobalSetup(Targets = [nameof(JournalProcess), nameof(JournalProcessOf64)])]
    public void SetupProcess() => Setup(JournalDurability.Process);

    [GlobalSetup(Targets = [nameof(UnheardOf64)])]
    public void SetupUnheardOf64() => Setup();

    [GlobalSetup(Target = nameof(JournalGroupCommitOf64))]
    public void SetupGroupCommit() => Setup(JournalDurability.GroupCommit);

    [GlobalCleanup]
    public void Cleanup()
    {
        _server!.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _listeners?.Dispose();
        Directory.Delete(_folder, recursive: true);
        Directory.CreateDirectory(_folder);
    }

    [Benchmark(Baseline = true)]
    public Task Unheard() => _chain!.AskAsync(_request);

    [Benchmark]
    public Task SpanAndMetrics() => _chain!.AskAsync(_request);

    /// <summary>Two records, with the digests of arguments and result.</summary>
    [Benchmark]
    public Task JournalProcess() => _chain!.AskAsync(_request);

    /// <summary>64 callers at once. The time is that of one call.</summary>
    [Benchmark(OperationsPerInvoke = Callers * CallsOfEach)]
    public Task UnheardOf64() => AllAsync();

    [Benchmark(OperationsPerInvoke = Callers * CallsOfEach)]
    public Task JournalProcessOf64() => AllAsync();

    /// <summary>The same, both records of each call safe from a power failure.</summary>
    [Benchmark(OperationsPerInvoke = Callers * CallsOfEach)]
    public Task JournalGroupCommitOf64() => AllAsync();

    private Task AllAsync() => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(CallerAsync)));

    private async Task CallerAsync()
    {
        var request = Requests.Call(Names.Tool(3));
        for (var call = 0; call < CallsOfEach; call++)
        {
            await _chain!.AskAsync(request);
        }
    }

    private void Setup(JournalDurability? journal = null)
    {
        _server = new MeasuredServer(new Load
        {
            Filters = Filters.Secured,
            ConcurrentCalls = null,
            Security = options =>
            {
                options.Audit.Journal.Directory = journal is null ? null : Path.Join(_folder, "journal");
                options.Audit.Journal.Durability = journal ?? JournalDurability.Process;
            },
        });
        _chain = _server.ToChain();
        _chain.ExpectAsync(_request, refused: false).GetAwaiter().GetResult();
        WarmUpAsync().GetAwaiter().GetResult();
    }

    /// <summary>The rows are compared with the first, and the runtime has compiled all of it for the last time when the second is measured.</summary>
    private async Task WarmUpAsync()
    {
        for (var call = 0; call < 100_000; call++)
        {
            await _chain!.AskAsync(_request);
        }
    }
}
