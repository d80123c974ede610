using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tour;

/// <summary>A web server on this machine, which gives everybody the same answer and counts who comes.</summary>
internal sealed class Listener : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _answer;
    private int _connections;

    /// <summary>Initializes a new instance of the <see cref="Listener"/> class, which listens at once.</summary>
    /// <param name="text">The page.</param>
    /// <param name="location">Where else to look; <see langword="null"/> for nowhere.</param>
    public Listener(string text, string? location = null)
    {
        var status = location is null ? "200 OK" : $"302 Found\r\nLocation: {location}";
        _answer = Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {text.Length}\r\nConnection: close\r\n\r\n{text}");
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Gets the port, which is another one each time.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Gets how often somebody came this far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync();
                Interlocked.Increment(ref _connections);
                await AnswerAsync(socket);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The Tour is over.
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        try
        {
            var request = new byte[4096];
            _ = await socket.ReceiveAsync(request);
            await socket.SendAsync(_answer);
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Whoever came has gone.
        }
    }
}
