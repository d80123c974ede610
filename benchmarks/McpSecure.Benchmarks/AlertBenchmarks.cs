using System.Diagnostics.Metrics;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using McpSecure.Alerts;
using McpSecure.Calls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace McpSecure.Benchmarks;

/// <summary>What it adds to a message that it is watched.</summary>
public class AlertBenchmarks
{
    private readonly Caller _caller = new() { Issuer = "https://login.example", Subject = "7f4c", Client = "desk", Roles = ["clerk"] };
    private ServiceProvider? _services;
    private AlertMonitor? _monitor;
    private AlertMonitor? _withArguments;
    private Dictionary<string, JsonElement>? _arguments;
    private DateTimeOffset _time = new(2026, 8, 3, 9, 0, 0, TimeSpan.Zero);

    [GlobalSetup]
    public void Setup()
    {
        _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        _arguments = JsonDocument.Parse("""{ "id": "C-104", "limit": 20, "note": "the annual report" }""").RootElement.EnumerateObject()
            .ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        _monitor = Monitor(new AlertOptions { Hours = { ["clerk"] = new() { TimeZone = "Europe/Berlin", Monday = "00:00-24:00" } } });
        _withArguments = Monitor(new AlertOptions { Rules = { ["enumeration"] = true, ["argument_shape"] = true } });
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _monitor!.Dispose();
        _withArguments!.Dispose();
        _services!.Dispose();
    }

    /// <summary>The rules that are on by default, and hours.</summary>
    [Benchmark(Baseline = true)]
    public void Call() => _monitor!.Observe(Facts(arguments: null));

    /// <summary>Those that look at arguments as well.</summary>
    [Benchmark]
    public void CallWithArguments() => _withArguments!.Observe(Facts(_arguments));

    private AlertMonitor Monitor(AlertOptions options) =>
        new(options, [], NullLoggerFactory.Instance, _services!.GetRequiredService<IMeterFactory>(), TimeProvider.System);

    private CallFacts Facts(Dictionary<string, JsonElement>? arguments)
    {
        _time = _time.AddMilliseconds(600);
        return new()
        {
            Caller = _caller,
            Method = Methods.CallTool,
            Kind = PrimitiveKind.Tool,
            Target = "search",
            Code = null,
            Ending = CallOutcome.Completed,
            Time = _time,
            Arguments = arguments,
        };
    }
}
