using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.BadInput;

/// <summary>
/// Counts, outside of McpSecure, which messages reach its outermost filter, and how many records are made while each is handled. A record
/// is measured in the flow of the message it is about, so that it can be told whose it is.
/// </summary>
internal sealed class Tally : IDisposable
{
    private readonly AsyncLocal<Seen?> _current = new();
    private readonly ConcurrentQueue<Seen> _seen = new();
    private readonly MeterListener _listener = new();
    private int _elsewhere;

    public Tally(McpServerOptions server, IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "mcpsecure.messages" && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => Count());
        _listener.Start();

        // The SDK reads this list for every message: put in after the start, the filter stands outside of ours.
        server.Filters.Message.IncomingFilters.Insert(0, next => async (context, cancellationToken) =>
        {
            var seen = new Seen(context.JsonRpcMessage);
            _current.Value = seen;
            _seen.Enqueue(seen);
            Context = context;
            await next(context, cancellationToken);
        });
    }

    /// <summary>The messages that reached McpSecure.</summary>
    public IReadOnlyCollection<Seen> All => _seen;

    /// <summary>The records about messages that did not.</summary>
    public int Elsewhere => _elsewhere;

    /// <summary>One of the contexts, to ask for what is remembered of the session.</summary>
    public MessageContext? Context { get; private set; }

    public void Dispose() => _listener.Dispose();

    private void Count()
    {
        if (_current.Value is { } seen)
        {
            seen.Count();
        }
        else
        {
            Interlocked.Increment(ref _elsewhere);
        }
    }

    internal sealed class Seen(JsonRpcMessage message)
    {
        private int _records;

        public JsonRpcMessage Message { get; } = message;

        public int Records => _records;

        public void Count() => Interlocked.Increment(ref _records);
    }
}
