namespace McpSecure.Journal;

/// <summary>Appends records to the journal. A record that counts as written is as durable as configured; one that was refused leaves nothing behind.</summary>
/// <remarks>
/// Thread-safe. With <see cref="JournalDurability.Process"/> a caller who meets nobody writes on its own thread and does not wait; everybody else queues, and
/// one thread writes for all who wait. A failure is not for ever: the next record tries again.
/// </remarks>
internal sealed partial class JournalWriter : IThreadPoolWorkItem, IDisposable, IAsyncDisposable
{
    /// <summary>The longest record, bytes.</summary>
    public const int MaxRecordBytes = LineFormat.MostRecordBytes;

    private const int MostBatchBytes = 1024 * 1024;
    private const long MostWaitingBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan BetweenTicks = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly ChainSetup _setup;
    private readonly ChainWriter _chain;
    private readonly DirectoryLock _directory;
    private readonly AppendQueue _queue;
    private readonly List<PendingAppend> _writing = [];
    private readonly ITimer _timer;
    private readonly TimeSpan _timeout;
    private readonly TimeSpan _betweenCheckpoints;
    private TaskCompletionSource? _closing;
    private long _covered;
    private long _tickAt = long.MaxValue;
    private bool _isBusy;
    private bool _isCheckpointDue;

    private JournalWriter(ChainSetup setup, DirectoryLock directory)
    {
        _setup = setup;
        _directory = directory;
        _queue = new AppendQueue(_lock);
        _timeout = TimeSpan.FromSeconds(setup.Options.TimeoutSeconds);
        _betweenCheckpoints = TimeSpan.FromSeconds(setup.Options.CheckpointSeconds);
        _chain = JournalOpening.Run(setup);
        _covered = setup.Time.GetTimestamp();
        _timer = setup.Time.CreateTimer(static state => ((JournalWriter)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gets what distinguishes this journal from every other: 32 hexadecimal digits. A record is known by it and by its number.</summary>
    public string Chain => _chain.Chain;

    /// <summary>Gets the directory, as an absolute path.</summary>
    public string Directory => _setup.Directory;

    /// <summary>Gets the number of the last record that is written. Readers that go no further never see one that is taken back.</summary>
    public long LastSequence => _chain.Sequence;

    /// <summary>Gets the key that checkpoints are signed with, or <see langword="null"/> for none. To be logged at the start: the journal must not be its only witness.</summary>
    public JournalPublicKey? PublicKey => _setup.Key?.Public;

    /// <summary>Opens the journal, and writes that it did.</summary>
    /// <exception cref="ArgumentException">The options contradict each other, or are out of bounds.</exception>
    /// <exception cref="JournalException">The journal is in use, was changed, or cannot be written.</exception>
    public static JournalWriter Open(JournalOptions options, TimeProvider time, JournalHooks? hooks = null)
    {
        if (options.Problems().Append(options.Directory is null ? "Directory is not set." : null).OfType<string>().FirstOrDefault() is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        var directory = JournalOptions.FullPath(options.Directory!);
        DirectoryLock? held = null;
        SigningKey? key = null;
        try
        {
            var (keyFile, copy) = (Apart(directory, options.KeyFile, "private key"), Apart(directory, options.CheckpointFile, "checkpoint file"));
            OwnDirectory.Create(directory);
            OwnDirectory.Check(directory);
            held = DirectoryLock.Take(directory);
            key = keyFile is null ? null : SigningKey.Open(keyFile);
            var setup = new ChainSetup { Options = options, Directory = directory, CheckpointFile = copy, Time = time, Hooks = hooks ?? new JournalHooks(), Key = key };
            return new JournalWriter(setup, held);
        }
        catch (Exception e)
        {
            key?.Dispose();
            held?.Dispose();
            throw e is JournalException ? e : new JournalException($"The journal in {directory} cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Appends a record.</summary>
    /// <param name="record">A JSON object in UTF-8, at most <see cref="MaxRecordBytes"/>, without raw control characters. Not to be changed until the task ends.</param>
    /// <param name="cancellationToken">Gives up a record whose writing has not begun.</param>
    /// <returns>The number of the record, once it is written.</returns>
    /// <exception cref="ArgumentException">It is no such record.</exception>
    /// <exception cref="JournalException">
    /// It could not be written, and nothing of it remains; or, where the message says that the disk did not answer in time, it may still appear.
    /// </exception>
    public ValueTask<long> AppendAsync(ReadOnlyMemory<byte> record, CancellationToken cancellationToken = default)
    {
        CheckRecord(record.Span);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<long>(cancellationToken);
        }

        PendingAppend pending;
        lock (_lock)
        {
            if (_closing is not null)
            {
                return ValueTask.FromException<long>(new JournalException("The journal is closed."));
            }

            if (!_isBusy && !_setup.IsForced)
            {
                _isBusy = true;
                pending = null!;
            }
            else if (_queue.Bytes > MostWaitingBytes)
            {
                return ValueTask.FromException<long>(new JournalException("The disk is slower than the records come: too many wait for it."));
            }
            else
            {
                pending = Enqueue(record);
            }
        }

        return pending is null ? WriteNow(record.Span) : Await(pending, cancellationToken);
    }

    /// <summary>Lets the records that wait be written, then writes a last checkpoint and the close, and lets go of the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        TaskCompletionSource idle;
        lock (_lock)
        {
            if (_closing is not null)
            {
                return;
            }

            idle = _closing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_isBusy)
            {
                _isBusy = true;
                idle.SetResult();
            }
        }

        try
        {
            await idle.Task.WaitAsync(_timeout + BetweenTicks + BetweenTicks, _setup.Time).ConfigureAwait(false);
            Finish();
        }
        catch (Exception e) when (e is JournalException or TimeoutException)
        {
            _setup.Hooks.Fail(new JournalException($"The journal could not be closed in good order, which its readers will see: {e.Message}", e));
        }

        await _timer.DisposeAsync().ConfigureAwait(false);
        _chain.Dispose();
        _setup.Key?.Dispose();
        _directory.Dispose();
    }

    /// <summary>As <see cref="DisposeAsync"/>, and waits for it.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Writes for all who wait, until nobody does.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        do
        {
            WriteBatch();
        }
        while (!TryRest());
    }

    private static string? Apart(string directory, string? file, string what) =>
        file is null ? null
        : !OwnDirectory.Holds(directory, JournalOptions.FullPath(file)) ? JournalOptions.FullPath(file)
        : throw new JournalException($"The {what}, {file}, lies in the directory of the journal: whoever can change the journal could change it as well. Keep it elsewhere.");

    private static void CheckRecord(ReadOnlySpan<byte> record)
    {
        if (record.Length is < 2 or > MaxRecordBytes || record[0] != '{' || record[^1] != '}' || record.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0)
        {
            throw new ArgumentException($"A record is a JSON object of at most {MaxRecordBytes} bytes in one line.", nameof(record));
        }
    }

    /// <summary>The caller's own record, on the caller's own thread, with nobody else about.</summary>
    private ValueTask<long> WriteNow(ReadOnlySpan<byte> record)
    {
        try
        {
            _chain.Begin();
            var sequence = _chain.Add(record);
            _chain.Commit();
            return new ValueTask<long>(sequence);
        }
        catch (JournalException e)
        {
            return ValueTask.FromException<long>(e);
        }
        finally
        {
            if (!TryRest())
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }
    }
}
