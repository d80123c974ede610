using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using McpSecure.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace McpSecure.Otlp.Tests;

/// <summary>What a collector does today.</summary>
internal enum Mood
{
    /// <summary>It takes what it gets.</summary>
    Well = 0,

    /// <summary>It answers 503.</summary>
    Unavailable = 1,

    /// <summary>It takes what it gets, and answers 500.</summary>
    TakesAndFails = 2,

    /// <summary>It reads and never answers.</summary>
    Hangs = 3,

    /// <summary>It takes what it gets, and breaks the connection off.</summary>
    TakesAndBreaksOff = 4,
}

/// <summary>A receiver of OTLP over HTTP on this machine, which can be down, and come back at the same address.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedRecord> _records = new();
    private readonly ConcurrentDictionary<Mood, int> _requests = new();
    private readonly int _port = FreePort();
    private CancellationTokenSource _hanging = new();
    private WebApplication? _server;
    private Mood _mood;

    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>Gets or sets what it does. What hangs is let go when it changes its mood.</summary>
    public Mood Mood
    {
        get => _mood;
        set
        {
            _mood = value;
            Interlocked.Exchange(ref _hanging, new CancellationTokenSource()).Cancel();
        }
    }

    /// <summary>Gets what it took, duplicates too.</summary>
    public IReadOnlyList<ReceivedRecord> Records => [.. _records];

    /// <summary>Gets the numbers of what it took.</summary>
    public IEnumerable<long> Sequences => _records.Select(record => record.Sequence).Distinct().Order();

    public int RequestsWhile(Mood mood) => _requests.GetValueOrDefault(mood);

    public async Task UpAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(Address.ToString());
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Run(AnswerAsync);
        await _server.StartAsync(Patience.Token);
    }

    public async Task DownAsync()
    {
        Mood = Mood.Well;
        await _server!.StopAsync(Patience.Token);
        await _server.DisposeAsync();
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await DownAsync();
        }

        _hanging.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (mood, hanging) = (_mood, _hanging.Token);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, Patience.Token);
        Assert.Equal("/v1/logs", context.Request.Path);
        _requests.AddOrUpdate(mood, 1, static (_, count) => count + 1);
        if (mood is Mood.Well or Mood.TakesAndFails or Mood.TakesAndBreaksOff)
        {
            foreach (var record in ReceivedRecord.ReadAll(body.ToArray()))
            {
                _records.Enqueue(record);
            }
        }

        context.Response.StatusCode = mood switch { Mood.Unavailable => 503, Mood.TakesAndFails => 500, _ => 200 };
        context.Response.ContentType = "application/x-protobuf";
        if (mood == Mood.TakesAndBreaksOff)
        {
            context.Abort();
        }
        else if (mood == Mood.Hangs)
        {
            await Task.WhenAny(Task.Delay(Timeout.Infinite, hanging));
            context.Abort();
        }
    }
}
