using System.Text;
using McpSecure.Journal;

namespace McpSecure.Audit.Forwarding;

/// <summary>Reads for one receiver what it does not have yet, and never what the writer may still take back.</summary>
internal sealed class ForwardReader(JournalWriter journal, string receiver, ForwardTelling telling) : IDisposable
{
    private const int MostRecords = 512;
    private const int MostBytes = 1024 * 1024;

    private readonly string _path = ForwardCursor.PathOf(journal.Directory, receiver);
    private JournalReader? _reader;
    private JournalRecord? _pending;
    private bool _isUnsaved;
    private bool _hasBegun;

    /// <summary>Gets the number of the last record that the receiver has.</summary>
    public long Position { get; private set; }

    /// <summary>The next records, in order; none if there are none.</summary>
    /// <exception cref="JournalException">The journal was changed.</exception>
    public IReadOnlyList<JournalRecord> Next()
    {
        if (_reader is null)
        {
            Begin();
            _hasBegun = true;
        }

        var batch = Read();
        if (batch.Count == 0 && Position < journal.LastSequence)
        {
            // The file that should follow is not there: whoever moved it away was faster.
            Open(Position);
            batch = Read();
        }

        return batch;
    }

    /// <summary>The receiver has these.</summary>
    public void Took(IReadOnlyList<JournalRecord> records)
    {
        var last = records[^1];
        Position = last.Sequence;
        try
        {
            new ForwardCursor(journal.Chain, last.Sequence, HashOf(last)).Save(_path);
            _isUnsaved = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_isUnsaved)
            {
                telling.CursorUnsaved(receiver, exception.GetType().Name);
            }

            _isUnsaved = true;
        }
    }

    /// <summary>Begins anew with the next call, after the last record that the receiver has.</summary>
    public void Close()
    {
        _reader?.Dispose();
        (_reader, _pending) = (null, null);
    }

    public void Dispose() => Close();

    private static string HashOf(JournalRecord record) => JournalLine.TryParse(record.Line.Span, out var line) ? Encoding.ASCII.GetString(line.Hash) : string.Empty;

    private void Begin()
    {
        if (_hasBegun)
        {
            Open(Position);
            return;
        }

        var cursor = ForwardCursor.Load(_path, out var isBroken);
        if (isBroken || (cursor is not null && !Fits(cursor)))
        {
            telling.CursorMisfit(receiver);
            cursor = null;
        }

        Open(cursor?.Sequence ?? 0);
    }

    /// <summary>Whether the journal still is the one of which the receiver has the beginning.</summary>
    private bool Fits(ForwardCursor cursor)
    {
        if (!string.Equals(cursor.Chain, journal.Chain, StringComparison.Ordinal) || cursor.Sequence < 1 || cursor.Sequence > journal.LastSequence)
        {
            return false;
        }

        using var reader = new JournalReader(journal.Directory, cursor.Sequence);
        return !reader.TryRead(out var record, journal.LastSequence)
            || record.Sequence > cursor.Sequence // in an archive by now
            || string.Equals(HashOf(record), cursor.Hash, StringComparison.Ordinal);
    }

    private void Open(long after)
    {
        _reader?.Dispose();
        Position = after;
        _reader = new JournalReader(journal.Directory, after + 1);
        _pending = _reader.TryRead(out var first, journal.LastSequence) ? first : null;
        if (after > 0 && _pending is { } record && record.Sequence > after + 1)
        {
            telling.Gap(receiver, record.Sequence - after - 1);
        }
    }

    private List<JournalRecord> Read()
    {
        var batch = new List<JournalRecord>();
        var bytes = 0;
        while (batch.Count < MostRecords && bytes < MostBytes && (_pending is not null || _reader!.TryRead(out _pending, journal.LastSequence)))
        {
            batch.Add(_pending);
            bytes += _pending.Line.Length;
            _pending = null;
        }

        return batch;
    }
}
