using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace WorkspaceServer.Tests.Exporting;

/// <summary>A receiver of OTLP over HTTP that takes everything and keeps it.</summary>
internal sealed class Inbox : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(string Path, string? Type, byte[] Body)> _requests = new();
    private readonly Task _taking;

    public Inbox()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Address);
        _listener.Start();
        _taking = Task.Run(TakeAsync);
    }

    public string Address { get; }

    /// <summary>What came to a path, such as <c>/v1/traces</c>.</summary>
    public IReadOnlyList<byte[]> Bodies(string path) => [.. _requests.Where(request => request.Path == path).Select(request => request.Body)];

    public IReadOnlyList<byte[]> All => [.. _requests.Select(request => request.Body)];

    public IEnumerable<string?> Types => _requests.Select(request => request.Type).Distinct();

    public void Dispose()
    {
        _listener.Close();
        _taking.Wait();
    }

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _requests.Enqueue((context.Request.Url!.AbsolutePath, context.Request.ContentType, body.ToArray()));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // closed
        }
    }
}
