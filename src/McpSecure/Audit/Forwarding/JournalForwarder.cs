using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using McpSecure.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace McpSecure.Audit.Forwarding;

/// <summary>Gives the journal to whoever is to have a copy. No call waits for any of it.</summary>
internal sealed partial class JournalForwarder : IHostedService, IDisposable, IAsyncDisposable
{
    /// <summary>How long the server waits at its end for what has not arrived yet. The rest goes on after the next start.</summary>
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(5);

    private readonly AuditJournal _journal;
    private readonly ForwardLoop[] _loops;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private Task _running = Task.CompletedTask;
    private bool _isDisposed;

    public JournalForwarder(
        AuditJournal journal, IOptions<McpSecurityOptions> options, IEnumerable<IJournalReceiver> receivers, ILoggerFactory loggers, IMeterFactory meters, TimeProvider time)
    {
        (_journal, _time) = (journal, time);
        IJournalReceiver[] all = options.Value.Audit.ForwardToLog ? [new LogReceiver(loggers), .. receivers] : [.. receivers];
        if (all.Length > 0 && journal.Writer is null)
        {
            throw new JournalException($"'{Calls.Echo.Of(all[0].Name)}' is to receive the journal, and there is none. Set its Directory, or remove the receiver.");
        }

        var telling = new ForwardTelling(loggers, meters, Backlogs);
        _loops = [.. all.Select(receiver => new ForwardLoop(journal.Writer!, Named(receiver, all), telling, time))];
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = RunAsync(_loops);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await EndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the journal, since nothing is recorded any more, and gives its last words to those who took the others: the end itself, and the checkpoint that covers it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed && _loops.Length > 0 && _stop.IsCancellationRequested && !_abort.IsCancellationRequested)
        {
            await _journal.DisposeAsync().ConfigureAwait(false);
            _running = RunAsync(_loops.Where(loop => !loop.IsFailing));
            await EndAsync(CancellationToken.None).ConfigureAwait(false);
        }

        Dispose();
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return; // it is two services, and the container disposes of each
        }

        _isDisposed = true;
        _stop.Cancel();
        _abort.Cancel();
        foreach (var loop in _loops)
        {
            loop.Dispose();
        }

        _stop.Dispose();
        _abort.Dispose();
    }

    private Task RunAsync(IEnumerable<ForwardLoop> loops)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.WhenAll(loops.Select(loop => Task.Run(() => loop.RunAsync(_stop.Token, _abort.Token), CancellationToken.None)));
        }
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _running.WaitAsync(LastWait, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            await _abort.CancelAsync().ConfigureAwait(false);
            await _running.ConfigureAwait(false); // it ends now, whatever its receivers do
        }
    }

    private static IJournalReceiver Named(IJournalReceiver receiver, IJournalReceiver[] all)
    {
        if (!Name().IsMatch(receiver.Name))
        {
            throw new JournalException($"'{Calls.Echo.Of(receiver.Name)}' is no name of a receiver: it has 1 to 64 lower-case letters, digits and hyphens.");
        }

        return all.Count(other => string.Equals(other.Name, receiver.Name, StringComparison.Ordinal)) == 1
            ? receiver
            : throw new JournalException($"Two receivers of the journal are called '{receiver.Name}'. Each has a name of its own, under which is kept how far it has come.");
    }

    [GeneratedRegex(@"\A[a-z0-9-]{1,64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    private IEnumerable<(string Receiver, long Records)> Backlogs() => _loops.Select(loop => (loop.Name, loop.Backlog));
}
