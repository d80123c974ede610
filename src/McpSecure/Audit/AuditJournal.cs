using McpSecure.Journal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace McpSecure.Audit;

/// <summary>The journal of the server, where one is configured: the sink that calls can rely on.</summary>
/// <remarks>Opened before anything is served: a journal that cannot be written stops the start.</remarks>
internal sealed partial class AuditJournal : IAuditSink, IDisposable, IAsyncDisposable
{
    private readonly JournalWriter? _writer;

    /// <param name="options">Where it is.</param>
    /// <param name="failures">Who is told what no call hears.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">The log.</param>
    /// <param name="openFile">What stands in for the disk in a test.</param>
    public AuditJournal(
        IOptions<McpSecurityOptions> options, AuditFailures failures, TimeProvider time, ILoggerFactory loggers, Func<string, FileMode, IJournalFile>? openFile = null)
    {
        var journal = options.Value.Audit.Journal;
        if (journal.Directory is null)
        {
            return;
        }

        var logger = loggers.CreateLogger(McpSecurityTelemetry.LogCategory);
        _writer = JournalWriter.Open(journal, time, new JournalHooks
        {
            Failed = failures.Tell,
            Recovered = recovery => LogRecovered(logger, recovery.Bytes, recovery.File),
            OpenFile = openFile ?? DiskFile.Open,
        });
        if (!logger.IsEnabled(LogLevel.Information))
        {
            return;
        }

        var (keyId, publicKey) = _writer.PublicKey is { } key ? (key.Id, key.ToString()) : ("-", "none: checkpoints need a KeyFile");
        LogOpened(logger, _writer.Chain, keyId, publicKey);
    }

    /// <summary>Gets a value indicating whether there is one.</summary>
    public bool IsOn => _writer is not null;

    /// <summary>Gets who writes it, for those who read along; <see langword="null"/> if there is none.</summary>
    public JournalWriter? Writer => _writer;

    /// <inheritdoc/>
    public ValueTask WriteAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        var text = EntryText.Of(entry);
        var appending = _writer!.AppendAsync(text.Object, cancellationToken);
        if (!appending.IsCompletedSuccessfully)
        {
            return new(EndAsync(appending, text));
        }

        text.Return();
        return default;
    }

    /// <inheritdoc/>
    public void Dispose() => _writer?.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _writer?.DisposeAsync() ?? default;

    private static async Task EndAsync(ValueTask<long> appending, EntryText text)
    {
        await appending.ConfigureAwait(false);
        text.Return();
    }

    [LoggerMessage(
        EventId = 41,
        EventName = "mcpsecure.journal_opened",
        Level = LogLevel.Information,
        Message = "The journal {Chain} is open. Its checkpoints are signed by key {KeyId}: {PublicKey}")]
    private static partial void LogOpened(ILogger logger, string chain, string keyId, string publicKey);

    [LoggerMessage(
        EventId = 42,
        EventName = "mcpsecure.journal_recovered",
        Level = LogLevel.Warning,
        Message = "The last {Bytes} bytes of {File} were an incomplete record, which nobody was told of as written. They were cut off, and the journal says so")]
    private static partial void LogRecovered(ILogger logger, long bytes, string file);
}
