using System.Text;
using System.Text.Json;
using McpSecure.Tests.BadInput;

namespace McpSecure.Fuzz;

/// <summary>One server from its start to its end: lines go in by the batch, and after each batch everything has to be right.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(60);

    private readonly FuzzOptions _options;
    private readonly string _role;
    private readonly Fault _fault;
    private readonly Arena _arena = new();
    private readonly ServerProcess _server;
    private readonly TraceReader _trace;
    private readonly AnswerBook _book = new(maximumResult: int.MaxValue);
    private readonly Snapshot _outside;
    private Snapshot _inside;
    private int _from;
    private int _probes;
    private int _due;
    private bool? _isModern;

    public Visit(FuzzOptions options, string role, Fault fault)
    {
        (_options, _role, _fault) = (options, role, fault);
        _outside = _arena.Outside(options.Server);
        _inside = _arena.Inside();
        _server = new ServerProcess(options.Server, role, _arena, fault);
        _trace = new TraceReader(_arena.Trace, fault);
    }

    /// <summary>What has been sent, the last batch included.</summary>
    public List<byte[]> Sent { get; } = [];

    public int Answered => _book.Answered;

    public int Records => _trace.Records;

    /// <summary>Sends some lines, waits for what they have to bring about, and looks around.</summary>
    /// <exception cref="Finding">Something was wrong.</exception>
    public async Task PlayAsync(IEnumerable<byte[]> batch)
    {
        _from = Sent.Count;
        using var patience = new CancellationTokenSource(Sent.Count > 0 ? _options.Patience : TimeToStart);
        try
        {
            foreach (var line in batch)
            {
                var one = Expectation.Of(Sent.Count, line);
                Sent.Add(line);
                Expect(one);
                await _server.SendAsync(line, patience.Token);
            }

            await _server.FlushAsync(patience.Token);
            await ReadAnswersAsync(patience.Token);
            await ProbeAsync(patience.Token);
            await ReadRecordsAsync(patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw Found($"hang: {_book.Missing} answers are missing", _book.Unanswered());
        }
        catch (IOException broken)
        {
            throw Found($"crash: standard input is closed ({broken.Message}), {Ending()}", _book.Unanswered());
        }

        Look();
    }

    /// <summary>Hangs up, and looks for what came late.</summary>
    /// <exception cref="Finding">Something was wrong.</exception>
    public async Task CloseAsync()
    {
        using var patience = new CancellationTokenSource(_options.Patience);
        try
        {
            await _server.CloseAsync(patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw Found("hang: the server does not end when its client hangs up");
        }

        while (_server.TryRead(out var line))
        {
            Take(line);
        }

        if (_server.ExitCode != 0)
        {
            throw Found($"crash: at the end, {Ending()}");
        }

        await ReadRecordsAsync(patience.Token);
        Look();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _trace.Dispose();
        _arena.Dispose();
    }

    private void Expect(Expectation one)
    {
        _isModern ??= one.ToString().Contains("2026-07-28", StringComparison.Ordinal); // the first line opens the session
        _due += Recording.IsDue(one, _isModern.Value) ? 1 : 0;
        _book.Add(one);
    }

    private async Task ReadAnswersAsync(CancellationToken cancellationToken)
    {
        while (_book.Missing > 0)
        {
            Take(await _server.ReadAsync(cancellationToken) ?? throw Found($"crash: {Ending()}", _book.Unanswered()));
        }
    }

    /// <summary>A good call, which has to be served whatever went before.</summary>
    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        var parameters = RequestMeta.AddTo($$"""{"name":"read_file","arguments":{"path":"{{Arena.ProbePath}}"} }""");
        var line = $$"""{"jsonrpc":"2.0","id":"probe-{{++_probes}}","method":"tools/call","params":{{parameters}} }""";
        Expect(Expectation.Of(Sent.Count, Encoding.UTF8.GetBytes(line)));
        await _server.SendAsync(Encoding.UTF8.GetBytes(line), cancellationToken);
        await _server.FlushAsync(cancellationToken);
        while (_book.Missing > 0)
        {
            var answer = await _server.ReadAsync(cancellationToken) ?? throw Found($"crash: {Ending()}");
            Take(answer);
            if (_book.Missing == 0 && !answer.Contains(Arena.ProbeText, StringComparison.Ordinal))
            {
                throw Found($"a good call is not served any more: {answer}");
            }
        }
    }

    private void Take(string line)
    {
        JsonElement message;
        try
        {
            message = JsonElement.Parse(line);
        }
        catch (JsonException)
        {
            throw Found($"not a message on standard output: {line[..Math.Min(line.Length, 300)]}");
        }

        if (line.Contains(Arena.Secret, StringComparison.Ordinal))
        {
            throw Found($"a file outside of the workspace was read: {line[..Math.Min(line.Length, 1000)]}");
        }

        if (message.ValueKind == JsonValueKind.Object && message.TryGetProperty("method", out var method))
        {
            var isNotification = !message.TryGetProperty("id", out _) && method.GetString()?.StartsWith("notifications/", StringComparison.Ordinal) == true;
            _ = isNotification ? 0 : throw Found($"the server asks the client: {line[..Math.Min(line.Length, 300)]}");
        }
        else if (_book.Take(message) is { } problem)
        {
            throw Found(problem.What, problem);
        }
    }

    /// <summary>A record is written after the answer has left, and soon.</summary>
    private async Task ReadRecordsAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (_trace.Refresh(); _trace.Records < _due; _trace.Refresh())
            {
                await Task.Delay(5, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            throw Found($"records are missing: {_trace.Records} for {_due} messages");
        }
    }

    /// <summary>What can be seen without asking the server.</summary>
    private void Look()
    {
        if (_fault == Fault.Outside && Sent.Count > 500)
        {
            _arena.Spoil();
        }

        if (_trace.Records > _due)
        {
            throw Found($"too many records: {_trace.Records} for {_due} messages");
        }

        if (_trace.Defect is { } defect)
        {
            throw Found($"a record that must not be: {defect}");
        }

        if (_server.Unhandled is { } unhandled)
        {
            throw Found($"on standard error: {unhandled}");
        }

        if (_from == 0)
        {
            // The database that the server lays out before it takes the first message.
            _inside = _arena.Inside();
        }

        if (_outside.ChangesTo(_arena.Outside(_options.Server)) is { Length: > 0 } outside)
        {
            throw Found($"files outside of the workspace were touched: {string.Join("; ", outside)}");
        }

        LookInside(_arena.Inside());
    }

    private void LookInside(Snapshot now)
    {
        // A reader changes nothing, and an editor may not delete: delete_file asks, and here is nobody to ask.
        var (what, wrong) = _role switch
        {
            "reader" => ("the reader changed the workspace", _inside.ChangesTo(now)),
            "editor" => ("the editor deleted from the workspace", _inside.GoneIn(now)),
            _ => ("", []),
        };
        _inside = now;
        if (wrong.Length > 0)
        {
            throw Found($"{what}: {string.Join("; ", wrong)}");
        }
    }

    private string Ending() => $"the server ended with {_server.ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "an open process"}\n{_server.Log}";

    private Finding Found(string what, Problem? problem = null) => new(new Problem(what, problem?.About ?? []), _from, Sent.Count - 1);
}
