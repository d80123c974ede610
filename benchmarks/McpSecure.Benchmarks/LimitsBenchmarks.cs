using BenchmarkDotNet.Attributes;
using McpSecure.Calls;
using McpSecure.Limits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace McpSecure.Benchmarks;

/// <summary>What the limits add to a call that may begin: the guards of caller and tool and giving their places back, and the time limit around its code.</summary>
public class LimitsBenchmarks
{
    private const string Tool = "tool";

    private readonly Caller _caller = new() { Issuer = "https://login.example", Subject = "7f4c", Client = "desk", Roles = ["one", "two", "three"] };
    private readonly Action<object> _nothing = static _ => { };
    private ServiceProvider? _services;
    private CallerLimitsGuard? _ofCaller;
    private ToolLimitsGuard? _ofTool;
    private CallClocks? _clocks;

    /// <summary>Whether the roles and the tool have limits of their own.</summary>
    [Params(false, true)]
    public bool OwnLimits { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var options = new McpSecurityOptions { Limits = { CallsPerMinute = null } };
        options.Tool(Tool).Limits.ConcurrentCalls = OwnLimits ? 8 : null;
        foreach (var (index, role) in _caller.Roles.Index())
        {
            options.Roles[role] = new RoleOptions { Limits = { ConcurrentCalls = OwnLimits ? 10 + index : null } };
        }

        _services = new ServiceCollection().AddLogging().AddMetrics().BuildServiceProvider();
        var limits = new EffectiveLimits(Options.Create(options));
        _ofCaller = new CallerLimitsGuard(limits, new CallerTable(TimeProvider.System), TimeProvider.System);
        _ofTool = new ToolLimitsGuard(limits, TimeProvider.System);
        _clocks = new CallClocks(TimeProvider.System, ActivatorUtilities.CreateInstance<AbandonedCalls>(_services));
        if (!Guards())
        {
            throw new InvalidOperationException("The call should begin, and does not.");
        }
    }

    [GlobalCleanup]
    public void Cleanup() => _services!.Dispose();

    /// <summary>The call itself, which there is with or without limits. Alone it is never put into memory: the bytes of the guards are those of the call.</summary>
    [Benchmark(Baseline = true)]
    public bool Nothing() => Call().NeedsApproval;

    [Benchmark]
    public bool Guards()
    {
        var call = Call();
        var begins = Continues(_ofCaller!.CheckAsync(call, CancellationToken.None)) && Continues(_ofTool!.CheckAsync(call, CancellationToken.None));
        call.Release();
        return begins;
    }

    /// <summary>With the token that the SDK makes for each request: most of it is to be cancelled when that is.</summary>
    [Benchmark]
    public bool Time()
    {
        using var request = new CancellationTokenSource();
        using var lease = _clocks!.Take();
        lease.Clock.Start(new ClockedCall(60, int.MaxValue, PrimitiveKind.Tool, Tool, this, _nothing), request.Token);
        return lease.Clock.TryEnd();
    }

    private static bool Continues(ValueTask<Verdict> verdict) => verdict.IsCompletedSuccessfully && verdict.Result.Kind == VerdictKind.Continue;

    private Call Call() => new(PrimitiveKind.Tool, Tool, _caller, PrimitiveFacts.None);
}
