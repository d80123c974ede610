using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using McpSecure.Execution;
using McpSecure.Execution.Egress;

namespace McpSecure.Tests.Execution.Egress;

/// <summary>An internet of one machine: names mean what the test says, public addresses lead to a server on loopback, and every attempt to connect is noted.</summary>
internal sealed class Internet(int port)
{
    public const string PublicAddress = "93.184.216.34";

    private readonly ConcurrentDictionary<string, Func<string[]>> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where anybody wanted to connect to.</summary>
    public ConcurrentQueue<IPEndPoint> Dialled { get; } = new();

    /// <summary>The names that were resolved.</summary>
    public ConcurrentQueue<string> Resolved { get; } = new();

    public string this[string name]
    {
        set => _names[name] = () => value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>A name that means something else each time.</summary>
    public void Rebind(string name, params string[] answers)
    {
        var asked = -1;
        _names[name] = () => answers[Math.Min(Interlocked.Increment(ref asked), answers.Length - 1)].Split(' ');
    }

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        Resolved.Enqueue(host);
        return IPAddress.TryParse(host, out var literal)
            ? Task.FromResult<IPAddress[]>([literal])
            : _names.TryGetValue(host.TrimEnd('.'), out var addresses)
            ? Task.FromResult(Array.ConvertAll(addresses(), IPAddress.Parse))
            : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound));
    }

    public async ValueTask<Stream> DialAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        Dialled.Enqueue(endPoint);
        return await Connector.DialAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
    }

    /// <summary>Options that allow every public host, plain and at the port of the server as well.</summary>
    public EgressOptions Options(Action<EgressOptions>? configure = null)
    {
        var options = new EgressOptions { AllowHttp = true };
        options.Hosts["*"] = true;
        options.Ports[port] = true;
        options.ResolveWith(ResolveAsync);
        configure?.Invoke(options);
        return options;
    }

    public EgressGuard Guard(Action<EgressOptions>? configure = null, TimeProvider? time = null) =>
        new(new EgressRules(Options(configure)), time ?? TimeProvider.System, DialAsync);

    public HttpClient Client(Action<EgressOptions>? configure = null, TimeProvider? time = null) => new(Guard(configure, time));
}
