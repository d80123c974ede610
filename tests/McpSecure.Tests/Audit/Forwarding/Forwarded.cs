using System.Diagnostics.Metrics;
using McpSecure.Audit;
using McpSecure.Audit.Forwarding;
using McpSecure.Calls;
using McpSecure.Tests.Journal;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace McpSecure.Tests.Audit.Forwarding;

/// <summary>A journal that is written and forwarded, without a server around it.</summary>
internal sealed class Forwarded : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly AuditJournal _journal;
    private readonly JournalForwarder _forwarder;

    public Forwarded(JournalFolder folder, bool toLog, params IJournalReceiver[] receivers)
    {
        Time = folder.Time;
        var options = new McpSecurityOptions();
        options.Audit.ForwardToLog = toLog;
        options.Audit.Journal.Directory = folder.Options.Directory;
        options.Audit.Journal.KeyFile = folder.Options.KeyFile;
        options.Audit.Journal.MaxSegmentBytes = folder.Options.MaxSegmentBytes;
        var all = Options.Create(options);
        _services = new ServiceCollection().AddLogging(logging => logging.AddProvider(Logs)).AddMetrics().BuildServiceProvider();
        var (loggers, meters) = (_services.GetRequiredService<ILoggerFactory>(), _services.GetRequiredService<IMeterFactory>());
        Measured = new RecordedMeasurements(McpSecurityTelemetry.MeterName, meters);
        _journal = new AuditJournal(all, new AuditFailures(loggers, meters, Time, new Nobody()), Time, loggers);
        try
        {
            _forwarder = new JournalForwarder(_journal, all, receivers, loggers, meters, Time);
        }
        catch
        {
            _journal.Dispose();
            throw;
        }
    }

    public FakeTime Time { get; }

    public RecordedLogs Logs { get; } = new();

    public RecordedMeasurements Measured { get; }

    public long Last => _journal.Writer!.LastSequence;

    public static async Task<Forwarded> StartAsync(JournalFolder folder, params IJournalReceiver[] receivers)
    {
        var forwarded = new Forwarded(folder, toLog: false, receivers);
        await forwarded.StartAsync();
        return forwarded;
    }

    public Task StartAsync() => _forwarder.StartAsync(Patience.Token);

    public async Task WriteAsync(int records, int filler = 0)
    {
        for (var record = 0; record < records; record++)
        {
            await _journal.Writer!.AppendAsync(JournalFolder.Record(record, filler));
        }
    }

    /// <summary>Lets time pass until something is so: waits and looks are of the clock.</summary>
    public Task UntilAsync(Func<bool> condition, int step = 1) => Patience.UntilAsync(() =>
    {
        Time.Advance(TimeSpan.FromSeconds(step));
        return condition();
    });

    /// <summary>Events of a name so far.</summary>
    public int Told(string name) => Logs.From(McpSecurityTelemetry.LogCategory).Count(entry => entry.EventId.Name == name);

    /// <summary>The process ends as by kill -9: nothing is tried any more.</summary>
    public async Task KillAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _forwarder.StopAsync(now.Token);
        _journal.Writer!.Kill();
        Measured.Dispose();
        await _services.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        var stopping = _forwarder.StopAsync(Patience.Token);
        await UntilAsync(() => stopping.IsCompleted);
        await stopping;
        _forwarder.Dispose();
        _journal.Dispose();
        Measured.Dispose();
        await _services.DisposeAsync();
    }

    private sealed class Nobody : ICallWatch
    {
        public void Observe(in CallFacts facts)
        {
        }

        public void JournalFailed()
        {
        }
    }
}
