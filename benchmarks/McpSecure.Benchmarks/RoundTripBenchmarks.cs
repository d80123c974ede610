using System.IO.Pipelines;
using BenchmarkDotNet.Attributes;
using McpSecure.Benchmarks.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Benchmarks;

/// <summary>One allowed tool call as a client sees it: the SDK's client and server with two pipes in memory between them.</summary>
public class RoundTripBenchmarks
{
    private readonly Dictionary<string, object?> _arguments = new(StringComparer.Ordinal) { ["path"] = "notes/today.md", ["lines"] = 20 };
    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();
    private ServiceProvider? _services;
    private McpClient? _client;
    private Task? _running;

    [GlobalSetup(Target = nameof(Bare))]
    public void SetupBare() => Setup(Filters.Bare);

    [GlobalSetup(Target = nameof(Empty))]
    public void SetupEmpty() => Setup(Filters.Empty);

    [GlobalSetup(Target = nameof(Secured))]
    public void SetupSecured() => Setup(Filters.Secured);

    [GlobalCleanup]
    public void Cleanup() => CleanupAsync().GetAwaiter().GetResult();

    [Benchmark]
    public Task<CallToolResult> Bare() => CallAsync();

    [Benchmark(Baseline = true)]
    public Task<CallToolResult> Empty() => CallAsync();

    [Benchmark]
    public Task<CallToolResult> Secured() => CallAsync();

    private async Task CleanupAsync()
    {
        await _client!.DisposeAsync();
        await _toServer.Writer.CompleteAsync();
        await _running!.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _services!.DisposeAsync();
    }

    private async Task<CallToolResult> CallAsync() => await _client!.CallToolAsync(Names.Tool(3), _arguments);

    private void Setup(Filters filters) => SetupAsync(filters).GetAwaiter().GetResult();

    private async Task SetupAsync(Filters filters)
    {
        var services = new ServiceCollection();
        services.AddMeasured(new Load { Filters = filters })
            .WithStreamServerTransport(_toServer.Reader.AsStream(), _toClient.Writer.AsStream());
        _services = services.BuildServiceProvider();
        _running = _services.GetRequiredService<McpServer>().RunAsync();
        _client = await McpClient.CreateAsync(
            new StreamClientTransport(_toServer.Writer.AsStream(), _toClient.Reader.AsStream()),
            new McpClientOptions { ProtocolVersion = "2025-11-25" });
        if ((await CallAsync()).IsError == true)
        {
            throw new InvalidOperationException("The call that is to be measured is refused.");
        }
    }
}
