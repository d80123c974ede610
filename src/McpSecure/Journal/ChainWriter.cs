using System.Globalization;
using System.Security.Cryptography;

namespace McpSecure.Journal;

/// <summary>The file that is written now, and where its chain stands. One thread at a time: begin, add, commit.</summary>
/// <remarks>What is added is in memory only. If it cannot be written, the chain stands where it stood, and the file is cut back to there.</remarks>
internal sealed class ChainWriter : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly ChainSetup _setup;
    private readonly LineBuffer _lines = new();
    private readonly CheckpointCopy? _copy;
    private IJournalFile _file;
    private ChainHead _head;
    private ChainHead _next;
    private byte[]? _checkpoint;
    private bool _isTorn;
    private ChainHead _seen;
    private long _looked;
    private int _segment;

    public ChainWriter(ChainSetup setup, IJournalFile file, ChainHead head, int segment, string chain)
    {
        _setup = setup;
        _file = file;
        _head = _seen = head;
        _segment = segment;
        Chain = chain;
        _looked = setup.Time.GetTimestamp();
        _copy = setup.CheckpointFile is { } copy ? new CheckpointCopy(copy, setup) : null;
    }

    /// <summary>Gets what all files of this journal have in common, and no other journal has.</summary>
    public string Chain { get; }

    /// <summary>Gets the number of the last record that was written.</summary>
    public long Sequence => Volatile.Read(ref _head.Sequence);

    /// <summary>Gets a value indicating whether there are records that no checkpoint covers.</summary>
    public bool HasUncovered => _setup.Key is not null && Volatile.Read(ref _head.Uncovered) > 0;

    /// <summary>Gets how many bytes wait to be written.</summary>
    public int Pending => _lines.Length;

    /// <summary>Sees to it that the file can be written, and forgets what was added and not committed.</summary>
    /// <exception cref="JournalException">The file cannot be written now. Trying again may help.</exception>
    public void Begin()
    {
        try
        {
            Repair();
            Look();
            if (_head.Offset >= _setup.Options.MaxSegmentBytes)
            {
                Rotate();
            }
        }
        catch (Exception e) when (e is not JournalException)
        {
            throw CannotWrite(e);
        }

        _lines.Clear();
        _checkpoint = null;
        _next = _head;
    }

    /// <summary>Adds a record.</summary>
    /// <returns>Its number.</returns>
    public long Add(ReadOnlySpan<byte> record)
    {
        _lines.AddRecord(ref _next, _setup.Time.GetUtcNow(), record);
        var sequence = _next.Sequence;
        _next.Uncovered++;
        if (_setup.Key is not null && _next.Uncovered >= _setup.Options.CheckpointRecords)
        {
            AddCheckpoint();
        }

        return sequence;
    }

    /// <summary>Adds what the journal says of itself.</summary>
    public void AddOwn(string kind, string members) => _lines.AddOwn(ref _next, _setup.Time.GetUtcNow(), kind, members);

    /// <summary>Adds a checkpoint, if there is a key to sign it.</summary>
    public void AddCheckpoint()
    {
        if (_setup.Key is { } key)
        {
            var members = string.Create(CultureInfo.InvariantCulture, $"\"chain\":\"{Chain}\",\"every\":{_setup.Options.CheckpointRecords},\"key\":\"{key.Public.Id}\"");
            try
            {
                _lines.AddOwn(ref _next, _setup.Time.GetUtcNow(), OwnKinds.Checkpoint, members, key);
            }
            catch (CryptographicException e)
            {
                throw new JournalException($"The journal's checkpoint cannot be signed: {e.Message}", e);
            }

            _next.Uncovered = 0;
            _checkpoint = _lines.LastLine.ToArray();
        }
    }

    /// <summary>Writes what was added, as durable as configured.</summary>
    /// <exception cref="JournalException">It could not be written, and nothing of it remains.</exception>
    /// <param name="cuts">Whether the file is cut back if that fails. Not when it is opened: what is cut off has to be on record first.</param>
    public void Commit(bool cuts = true)
    {
        if (_lines.Length == 0)
        {
            return;
        }

        try
        {
            _file.Write(_lines.Written, _head.Offset);
            if (_setup.IsForced)
            {
                _file.Flush();
            }
        }
        catch (Exception e)
        {
            _isTorn = cuts;
            TryRepair();
            throw CannotWrite(e);
        }

        _head = _next;
        if (_checkpoint is { } checkpoint)
        {
            _copy?.Append(checkpoint);
            _setup.Hooks.Checkpoint(checkpoint);
        }
    }

    /// <summary>Cuts off what stands in the file after the last line that was written: the rest of a line that an earlier process began.</summary>
    public void CutRest()
    {
        if (_file.Length > _head.Offset)
        {
            _file.Truncate(_head.Offset);
        }

        _seen = _head;
    }

    public void Dispose()
    {
        _copy?.Dispose();
        _file.Dispose();
    }

    private void TryRepair()
    {
        try
        {
            Repair();
        }
#pragma warning disable CA1031 // it stays torn, and nothing is written before it could be repaired
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    /// <summary>Takes away what a failed write has left behind.</summary>
    private void Repair()
    {
        if (_isTorn)
        {
            _file.Truncate(_head.Offset);
            _isTorn = false;
        }
    }

    /// <summary>Looks, once in a while, whether the file that is written is the one that others see, and still ends where it did the last time.</summary>
    private void Look()
    {
        if (_setup.Time.GetElapsedTime(_looked) < BetweenLooks)
        {
            return;
        }

        Span<byte> hash = stackalloc byte[LineFormat.HexLength];
        Convert.TryToHexStringLower(_seen.Hash, hash, out _);
        if (!_file.IsInPlace(_head.Offset, hash[..(_seen.Offset > 0 ? hash.Length : 0)], Math.Max(0, _seen.Offset - LineFormat.TrailerLength - 1 + LineFormat.Hash.Length)))
        {
            throw new JournalException($"The journal's file {_file.Path} was deleted, replaced or changed by somebody else while it was written. Nothing is recorded in it any more: " +
                "put it back or move the directory away for an inquiry, and start again.");
        }

        (_seen, _looked) = (_head, _setup.Time.GetTimestamp());
    }

    private void Rotate()
    {
        var path = Segments.PathOf(_setup.Directory, _segment + 1);
        var head = _head;
        head.Offset = 0;
        _lines.Clear();
        _lines.AddOwn(ref head, _setup.Time.GetUtcNow(), OwnKinds.Segment, OwnKinds.SegmentMembers(Chain, _segment + 1));
        var file = _setup.Hooks.OpenFile(path, FileMode.CreateNew);
        try
        {
            file.Write(_lines.Written, offset: 0);
            if (_setup.IsForced)
            {
                file.Flush();
                DirectoryFlush.Run(_setup.Directory);
            }
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }

        _file.Dispose();
        (_file, _head, _seen) = (file, head, head);
        _segment++;
    }

    private JournalException CannotWrite(Exception e) => new($"The journal's file {_file.Path} cannot be written: {e.Message}", e);
}
