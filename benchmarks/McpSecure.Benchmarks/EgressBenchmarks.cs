using System.Net;
using System.Net.Sockets;
using BenchmarkDotNet.Attributes;
using McpSecure.Execution;
using McpSecure.Execution.Egress;

namespace McpSecure.Benchmarks;

/// <summary>The same request to a server on loopback through the handler of the platform and through the guard, over connections that are kept.</summary>
public class EgressBenchmarks
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPAddress _version4 = IPAddress.Parse("93.184.216.34");
    private readonly IPAddress _version6 = IPAddress.Parse("2606:2800:220:1:248:1893:25c8:1946");
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

    /// <summary>The check of one address; a request checks some for each connection.</summary>
    [Benchmark]
    public bool AddressVersion4() => AddressKinds.Of(_version4) == AddressKind.Public;

    [Benchmark]
    public bool AddressVersion6() => AddressKinds.Of(_version6) == AddressKind.Public;

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
