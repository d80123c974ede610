using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace McpSecure.Tests.Execution.Egress;

/// <summary>A web server on loopback that notes who came, and answers what the test says, byte for byte.</summary>
internal sealed class Site : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TcpListener> _listeners = [];
    private readonly Func<string, Stream, CancellationToken, Task> _answer;
    private int _connections;

    public Site(Func<string, Stream, CancellationToken, Task> answer)
    {
        _answer = answer;
        var first = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        _listeners.Add(first);
        Port = ((IPEndPoint)first.LocalEndpoint).Port;
        TryListenOnVersion6();
        foreach (var listener in _listeners)
        {
            _ = AcceptAsync(listener, _stop.Token);
        }
    }

    /// <summary>A server that answers each request with what the function says of it.</summary>
    public Site(Func<string, string> answer)
        : this((request, stream, token) => stream.WriteAsync(Encoding.Latin1.GetBytes(answer(request)), token).AsTask())
    {
    }

    /// <summary>A server that says "hello".</summary>
    public Site()
        : this(_ => Ok("hello"))
    {
    }

    public int Port { get; }

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The requests, headers only, in the order they came.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static string Ok(string body, string headers = "") => $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n{headers}\r\n{body}";

    public static string To(string location, int status = 302) => $"HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n";

    public void Dispose()
    {
        _stop.Cancel();
        _listeners.ForEach(listener => listener.Dispose());
        _stop.Dispose();
    }

    private void TryListenOnVersion6()
    {
        try
        {
            var second = new TcpListener(IPAddress.IPv6Loopback, Port);
            second.Start();
            _listeners.Add(second);
        }
        catch (SocketException)
        {
            // A machine without IPv6, or another has the port.
        }
    }

    private async Task AcceptAsync(TcpListener listener, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(stop);
            Interlocked.Increment(ref _connections);
            _ = ServeAsync(client, stop);
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            var stream = client.GetStream();
            while (await ReadRequestAsync(stream, stop) is { Length: > 0 } request)
            {
                Requests.Enqueue(request);
                await _answer(request, stream, stop);
            }
        }
    }

    private static async Task<string> ReadRequestAsync(NetworkStream stream, CancellationToken stop)
    {
        var text = new StringBuilder();
        var buffer = new byte[1];
        while (await stream.ReadAsync(buffer, stop) > 0)
        {
            text.Append((char)buffer[0]);
            if (text.Length >= 4 && text.ToString(text.Length - 4, 4) == "\r\n\r\n")
            {
                return text.ToString();
            }
        }

        return string.Empty;
    }
}
