using BenchmarkDotNet.Attributes;
using McpSecure.Alerts;
using McpSecure.Audit;
using McpSecure.Calls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace McpSecure.Benchmarks;

/// <summary>What it costs to tell of a message that nobody listens to: no span, no measurement, no log, no journal.</summary>
public class RecordBenchmarks
{
    private readonly Caller _caller = new() { Issuer = "https://login.example", Subject = "7f4c", Client = "desk", Roles = ["clerk"] };
    private readonly Call _call;
    private ServiceProvider? _services;
    private AuditTrail? _unwatched;
    private AuditTrail? _watched;

    public RecordBenchmarks() => _call = new Call(PrimitiveKind.Tool, "search", _caller, PrimitiveFacts.None);

    [GlobalSetup]
    public void Setup()
    {
        _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        _unwatched = Trail(new Nobody());
        _watched = Trail(ActivatorUtilities.CreateInstance<AlertMonitor>(_services, new AlertOptions(), Array.Empty<IAlertSink>(), NullLoggerFactory.Instance, TimeProvider.System));
    }

    [GlobalCleanup]
    public void Cleanup() => _services!.Dispose();

    /// <summary>The record, in which the guards of a call meet, whether it is told or not.</summary>
    [Benchmark(Baseline = true)]
    public bool Record() => About(new AuditRecord(_unwatched!, Methods.CallTool, activity: null, TimeProvider.System.GetTimestamp())).IsRefused;

    [Benchmark]
    public void Told() => About(_unwatched!.Begin(Methods.CallTool)).Write();

    /// <summary>With the rules of the alerts that are on by default.</summary>
    [Benchmark]
    public void ToldAndWatched() => About(_watched!.Begin(Methods.CallTool)).Write();

    private AuditRecord About(AuditRecord record)
    {
        record.Caller = _caller;
        record.About(_call, "search");
        record.Ended(CallOutcome.Completed);
        return record;
    }

    private AuditTrail Trail(ICallWatch watch) => ActivatorUtilities.CreateInstance<AuditTrail>(
        _services!, NullLoggerFactory.Instance, TimeProvider.System, Options.Create(new McpSecurityOptions()), watch);

    private sealed class Nobody : ICallWatch
    {
        public void Observe(in CallFacts facts)
        {
        }

        public void JournalFailed()
        {
        }
    }
}
