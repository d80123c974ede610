using System.Collections.Concurrent;
using McpSecure.Limits;
using ModelContextProtocol.Protocol;

namespace McpSecure.Pipeline;

/// <summary>The memory of one session: who listens, which errors have a record already, and what the client was asked.</summary>
internal sealed class Session
{
    /// <summary>Each holds memory for as long as it goes on, and nothing ends it but the client.</summary>
    private const int MostListeners = 64;

    private readonly ConcurrentDictionary<string, Caller> _subscribers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(RequestId Id, Guid Listener), Caller> _listeners = new();
    private readonly ConcurrentDictionary<RequestId, int> _recorded = new();
    private readonly ConcurrentDictionary<ProgressToken, CallClock> _reporting = new();
    private readonly ConcurrentDictionary<string, MessageState> _parked = new(StringComparer.Ordinal);
    private readonly Lock _callersLock = new();
    private Caller? _caller;
    private bool _hasSeveral;

    private int _listening;

    /// <summary>Gets what the server has asked the client.</summary>
    public Questions Questions { get; } = new();

    /// <summary>Gets the one who has sent all requests of the session, as he was last seen; <see langword="null"/> if several have.</summary>
    public Caller? OnlyCaller
    {
        get
        {
            lock (_callersLock)
            {
                return _hasSeveral ? null : _caller;
            }
        }
    }

    /// <summary>Remembers who sends a request.</summary>
    public void Saw(Caller caller)
    {
        lock (_callersLock)
        {
            _hasSeveral |= _caller is not null && !string.Equals(_caller.Key, caller.Key, StringComparison.Ordinal);
            _caller = caller;
        }
    }

    /// <summary>Remembers a caller of <c>resources/subscribe</c>.</summary>
    public void AddSubscriber(Caller caller) => _subscribers[caller.Key] = caller;

    /// <summary>Remembers a caller of <c>subscriptions/listen</c> until the result is disposed.</summary>
    /// <returns><see langword="null"/> if as many listen as may.</returns>
    public IDisposable? Listen(RequestId id, Caller caller)
    {
        if (Interlocked.Increment(ref _listening) > MostListeners)
        {
            Interlocked.Decrement(ref _listening);
            return null;
        }

        var key = (id, Guid.NewGuid());
        _listeners[key] = caller;
        return new Listening(this, key);
    }

    /// <summary>Everybody who would receive an update: the listeners of that id, or all who subscribed in the session.</summary>
    public IEnumerable<Caller> ReceiversOf(RequestId? subscription) => subscription is { } id
        ? _listeners.Where(listener => listener.Key.Id == id).Select(listener => listener.Value)
        : _subscribers.Values;

    /// <summary>Lets the progress that is reported under a token count for a clock until the result is disposed.</summary>
    /// <remarks>Of two calls that a client gives the same token, the first has it; the other has its idle time once.</remarks>
    public Reporting Report(ProgressToken token, CallClock clock) =>
        _reporting.TryAdd(token, clock) ? new Reporting(_reporting, token) : default;

    /// <summary>Takes note of progress.</summary>
    public void Progressed(ProgressToken token)
    {
        if (_reporting.TryGetValue(token, out var clock))
        {
            clock.Touch();
        }
    }

    /// <summary>Notes that the error which will answer a request is on record.</summary>
    public void ExpectError(RequestId id) => _recorded.AddOrUpdate(id, 1, static (_, count) => count + 1);

    /// <summary>Whether an outgoing error is on record. If not, the SDK rejected the request before the incoming slot.</summary>
    public bool TryTakeError(RequestId id)
    {
        while (_recorded.TryGetValue(id, out var count))
        {
            var isTaken = count == 1
                ? _recorded.TryRemove(KeyValuePair.Create(id, count))
                : _recorded.TryUpdate(id, count - 1, count);
            if (isTaken)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Remembers a request whose code waits, by what the SDK knows it by.</summary>
    public void Park(string id, MessageState state) => _parked[id] = state;

    /// <summary>A request whose code waits.</summary>
    public MessageState? FindParked(string? id) => id is not null && _parked.TryGetValue(id, out var state) ? state : null;

    /// <summary>The code goes on, or is no longer waited for.</summary>
    /// <returns><see langword="false"/> if it does so already.</returns>
    public bool Unpark(string id) => _parked.TryRemove(id, out _);

    /// <summary>A call that may report progress.</summary>
    public readonly struct Reporting(ConcurrentDictionary<ProgressToken, CallClock> reporting, ProgressToken token) : IDisposable
    {
        public void Dispose() => reporting?.TryRemove(token, out _);
    }

    private sealed class Listening(Session session, (RequestId, Guid) key) : IDisposable
    {
        public void Dispose()
        {
            if (session._listeners.TryRemove(key, out _))
            {
                Interlocked.Decrement(ref session._listening);
            }
        }
    }
}
