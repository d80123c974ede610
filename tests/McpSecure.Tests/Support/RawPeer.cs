using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using McpSecure.Tests.BadInput;

namespace McpSecure.Tests.Support;

/// <summary>
/// A client that obeys nothing: it sends the bytes it is told to send, so duplicate keys, broken JSON and forged ids arrive as written.
/// </summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly PipeWriter _toServer;
    private readonly StreamReader _fromServer;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _waiting = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<JsonElement> _notifications = new();
    private readonly Channel<JsonElement> _inbox = Channel.CreateUnbounded<JsonElement>();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private int _lastId;
    private bool _isDisposed;

    public RawPeer(PipeWriter toServer, PipeReader fromServer)
    {
        _toServer = toServer;
        _fromServer = new StreamReader(fromServer.AsStream(leaveOpen: true), Encoding.UTF8);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>What the server told us without being asked, so far.</summary>
    public IReadOnlyList<JsonElement> Notifications => [.. _notifications];

    /// <summary>Sends one line as it is.</summary>
    public Task SendAsync(string line) => SendAsync(Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>Sends bytes as they are, without a line end.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await _sending.WaitAsync(Patience.Token); // a pipe takes one write at a time, and lets it wait while it is full
        try
        {
            await _toServer.WriteAsync(bytes, Patience.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <param name="method">The method.</param>
    /// <param name="parameters">The JSON of <c>params</c>, sent as written; null sends no <c>params</c> at all.</param>
    /// <returns>The whole answer: its <c>result</c> or its <c>error</c>.</returns>
    public async Task<JsonElement> RequestAsync(string method, string? parameters = "{}")
    {
        var id = Interlocked.Increment(ref _lastId);
        var rest = parameters is null ? "" : $",\"params\":{parameters}";
        return await ExchangeAsync($"{id}", $$"""{"jsonrpc":"2.0","id":{{id}},"method":{{Quoted(method)}}{{rest}}}""");
    }

    /// <summary>Sends a request as of 2026-07-28: with the <c>_meta</c> that replaces the handshake.</summary>
    /// <param name="method">The method.</param>
    /// <param name="parameters">The JSON object of <c>params</c>, sent as written except for the added <c>_meta</c>.</param>
    /// <param name="capabilities">What the client says it can do.</param>
    public Task<JsonElement> ModernRequestAsync(string method, string parameters = "{}", string capabilities = "{}") =>
        RequestAsync(method, WithMeta(parameters, capabilities));

    /// <summary>Sends a request in the way the protocol version wants it.</summary>
    public Task<JsonElement> RequestAsync(string protocolVersion, string method, string parameters) =>
        protocolVersion == ProtocolVersions.July2026 ? ModernRequestAsync(method, parameters) : RequestAsync(method, parameters);

    /// <summary>Sends a line of your own and waits for the answer to the id in it.</summary>
    /// <param name="id">The id as it is written in JSON: <c>7</c> or <c>"seven"</c>.</param>
    /// <param name="line">The line.</param>
    public async Task<JsonElement> ExchangeAsync(string id, string line)
    {
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        if (_reading.IsCompleted)
        {
            throw new EndOfStreamException("The server has hung up.");
        }

        await SendAsync(line);
        return await answer.Task.OrGiveUp();
    }

    /// <summary>Calls a tool; the arguments are sent as written.</summary>
    public Task<JsonElement> CallToolAsync(string name, string arguments = "{}") =>
        RequestAsync("tools/call", $$"""{"name":{{Quoted(name)}},"arguments":{{arguments}}}""");

    public Task NotifyAsync(string method, string parameters = "{}") =>
        SendAsync($$"""{"jsonrpc":"2.0","method":{{Quoted(method)}},"params":{{parameters}}}""");

    /// <summary>Does the handshake of the older protocol versions; on 2026-07-28 there is nothing to do.</summary>
    public async Task InitializeAsync(string protocolVersion = ProtocolVersions.November2025, string capabilities = "{}")
    {
        if (protocolVersion == ProtocolVersions.July2026)
        {
            return;
        }

        await RequestAsync("initialize", $$"""
            {"protocolVersion":"{{protocolVersion}}","capabilities":{{capabilities}},"clientInfo":{"name":"raw","version":"1"} }
            """.Trim());
        await NotifyAsync("notifications/initialized");
    }

    /// <summary>The next message that is not an awaited answer: a notification, a request of the server, a stray answer.</summary>
    /// <returns>The message, or null when the server has hung up.</returns>
    public async Task<JsonElement?> ReadNextAsync() =>
        await _inbox.Reader.WaitToReadAsync(Patience.Token) && _inbox.Reader.TryRead(out var message) ? message : null;

    /// <summary>Says that nothing more will be sent; answers can still arrive.</summary>
    public async Task CloseInputAsync() => await _toServer.CompleteAsync();

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return; // a test may hang up before its session does
        }

        _isDisposed = true;
        await CloseInputAsync();
        await _stop.CancelAsync();
        await _reading.OrGiveUp();
        _fromServer.Dispose();
        _stop.Dispose();
        _sending.Dispose();
    }

    /// <summary>Adds the metadata every request of 2026-07-28 carries. Text in, text out: duplicate keys survive.</summary>
    public static string WithMeta(string parameters, string capabilities = "{}") => RequestMeta.AddTo(parameters, capabilities);

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private async Task ReadAsync()
    {
        try
        {
            while (await _fromServer.ReadLineAsync(_stop.Token) is { } line)
            {
                Sort(JsonElement.Parse(line));
            }
        }
        catch (Exception broken) when (broken is OperationCanceledException or IOException)
        {
            // the session is over
        }

        _inbox.Writer.Complete();
        foreach (var answer in _waiting.Values)
        {
            answer.TrySetException(new EndOfStreamException("The server hung up without an answer."));
        }
    }

    private void Sort(JsonElement message)
    {
        var hasId = message.TryGetProperty("id", out var id);
        var isAnswer = !message.TryGetProperty("method", out _);
        if (isAnswer && hasId && _waiting.TryRemove(id.GetRawText(), out var answer))
        {
            answer.TrySetResult(message);
            return;
        }

        if (!isAnswer && !hasId)
        {
            _notifications.Enqueue(message);
        }

        _inbox.Writer.TryWrite(message);
    }
}
