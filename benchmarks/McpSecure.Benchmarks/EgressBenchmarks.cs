using System.Net;
using System.Net.Sockets;
using BenchmarkDotNet.Attributes;
using McpSecure.Execution;

namespace McpSecure.Benchmarks;

/// <summary>The same request to a server on loopback through the handler of the platform and through the guard, over connections that are kept.</summary>
public class EgressBenchmarks
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private HttpClient? _plain;
    private HttpClient? _guarded;
    private string _address = string.Empty;

    [GlobalSetup]
    public void Setup()
    {
        _listener.Start();
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
        _address = $"http://127.0.0.1:{port}/";
        var options = new EgressOptions { AllowHttp = true };
        options.InternalHosts["127.0.0.1"] = "127.0.0.0/8";
        options.Ports[port] = true;
        _guarded = new HttpClient(new EgressGuard(options));
        _plain = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All });
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _plain!.Dispose();
        _guarded!.Dispose();
        _listener.Dispose();
    }

    /// <summary>With the same settings, and no check.</summary>
    [Benchmark(Baseline = true)]
    public Task<string> Plain() => _plain!.GetStringAsync(_address);

    [Benchmark]
    public Task<string> Guarded() => _guarded!.GetStringAsync(_address);

    private static async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"u8.ToArray();
            var buffer = new byte[4096];
            while (await socket.ReceiveAsync(buffer) > 0)
            {
                await socket.SendAsync(answer);
            }
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            _ = ServeAsync(await _listener.AcceptSocketAsync());
        }
    }
}
