namespace McpSecure.Journal;

/// <summary>One reading of a journal, from its first line on.</summary>
internal sealed class VerifierRun(JournalVerifyOptions options, CheckpointWitness? copies, bool isWhole)
{
    private readonly ChainCheck _check = new();
    private string _file = string.Empty;
    private long _line;
    private long _segment;
    private long _records;
    private long _every;

    public JournalVerification Result { get; } = new();

    /// <summary>Reads a file; <see langword="false"/> at the first fault.</summary>
    public bool File(string path, bool isLast, CancellationToken cancellationToken)
    {
        using var lines = JournalReader.Lines(path);
        (_file, _line) = (path, 0);
        Result.Files++;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var status = lines.Read(out var bytes);
            if (status is LineStatus.End or LineStatus.Incomplete)
            {
                Result.Fault = Rest(bytes, isLast);
                return Result.Fault is null;
            }

            _line++;
            Result.Fault = status is LineStatus.TooLong ? Fault(ChainCheck.LongerThanAny, null) : Line(bytes);
            if (Result.Fault is not null)
            {
                return false;
            }
        }
    }

    /// <summary>Ends the reading where no file follows.</summary>
    public void End()
    {
        Result.Fault = copies?.End(Result.LastSequence, reason => Fault(reason, Result.LastSequence))
            ?? (options.PublicKeys.Count > 0 && Result.LastCheckpoint is null ? Fault("No checkpoint was signed with a key that was given.", Result.LastSequence) : null);
        Result.LastCopied = copies?.LastSequence;
        Result.IsFinished = true;
    }

    private JournalFault? Line(ReadOnlySpan<byte> bytes)
    {
        if (_check.Check(bytes, out var line) is { } problem)
        {
            return Fault(problem, line.Sequence == 0 ? _check.Sequence + 1 : line.Sequence);
        }

        if (!line.IsReadable())
        {
            return Fault(ChainCheck.NoObject, line.Sequence);
        }

        var (own, sequence) = (OwnRecord.Of(line), line.Sequence);
        problem = _line == 1 ? Header(own, line) : line.IsOwn ? Own(own, line) : Record();
        var fault = problem is null ? copies?.See(line, reason => Fault(reason, sequence), Result.Chain!) : Fault(problem, sequence);
        if (fault is not null)
        {
            return fault;
        }

        Result.Records++;
        Result.FirstSequence = Result.FirstSequence == 0 ? line.Sequence : Result.FirstSequence;
        Result.FirstTime ??= line.Time;
        (Result.LastSequence, Result.LastTime) = (line.Sequence, line.Time);
        Result.Uncovered = line.Sequence - (Result.LastCheckpoint?.Sequence ?? Result.FirstSequence - 1);
        return null;
    }

    private string? Header(OwnRecord? own, in JournalLine line)
    {
        if (own is not { Kind: OwnKinds.Segment })
        {
            return "The first line of a file has to be its header.";
        }

        var (segment, named) = (own.Number("segment") ?? 0, Segments.NumberOf(_file));
        if (own.Number("version") != LineFormat.Version)
        {
            return "It was written by another version of the journal.";
        }

        if ((named > 0 && segment != named) || (_segment > 0 && segment != _segment + 1))
        {
            return $"It is the header of file {segment}, which does not stand here: a file was removed, added, renamed or copied.";
        }

        if (Result.Chain is { } chain && !string.Equals(chain, own.Text("chain"), StringComparison.Ordinal))
        {
            return "It is the header of another journal.";
        }

        if (segment == 1 ? line.Sequence != 1 || line.Previous.IndexOfAnyExcept((byte)'0') >= 0 : _segment == 0 && isWhole && !options.AllowArchived)
        {
            return segment == 1 ? "It does not begin a journal." : $"The files before it are missing, and with them the records before {line.Sequence}. If they were moved to an archive, say so.";
        }

        Result.Chain = own.Text("chain") ?? string.Empty;
        _segment = segment;
        return null;
    }

    private string? Own(OwnRecord? own, in JournalLine line)
    {
        if (own?.Is(OwnKinds.Open) == true)
        {
            Result.Interruptions += Result.IsClosed || Result.Records < 2 ? 0 : 1; // only a header precedes the first one
            Result.TakenOver += own.Number("uncovered") ?? 0;
        }

        Result.IsClosed = own?.Is(OwnKinds.Close) == true || (Result.IsClosed && own?.Is(OwnKinds.Checkpoint) == true);
        Result.Recoveries += own?.Is(OwnKinds.Recovery) == true ? 1 : 0;
        return own?.Kind switch
        {
            OwnKinds.Open or OwnKinds.Close or OwnKinds.Recovery => null,
            OwnKinds.Checkpoint => Checkpoint(CheckpointLine.Of(own, line)),
            OwnKinds.Segment => "A header stands in the middle of a file.",
            _ => "The journal does not say such a thing of itself.",
        };
    }

    private string? Checkpoint(CheckpointLine? checkpoint)
    {
        if (checkpoint is null || !string.Equals(checkpoint.Chain, Result.Chain, StringComparison.Ordinal))
        {
            return "It is no checkpoint of this journal.";
        }

        var isVerified = options.PublicKeys.Count > 0 ? checkpoint.IsSignedBy(options.PublicKeys) : false;
        if (options.PublicKeys.Count > 0 && isVerified is not true)
        {
            return isVerified is false ? "Its signature is false." : $"It is signed with the key {checkpoint.KeyId}, which was not given.";
        }

        (_records, _every) = (0, isVerified is true ? checkpoint.Every : 0);
        Result.LastCheckpoint = new JournalCheckpoint(checkpoint.Sequence, checkpoint.Time, checkpoint.KeyId, isVerified is true);
        return null;
    }

    private string? Record()
    {
        Result.IsClosed = false;
        _records++;
        if (options.PublicKeys.Count > 0 && Result.LastCheckpoint is null && Result.FirstSequence == 1)
        {
            return "It stands before the first checkpoint, which a writer with a key writes first of all.";
        }

        return _every > 0 && _records > _every ? $"There has to be a checkpoint after {_every} records, and this is the next one without." : null;
    }

    private JournalFault? Rest(ReadOnlySpan<byte> bytes, bool isLast)
    {
        var sequence = Result.LastSequence + 1;
        _line += bytes.IsEmpty ? 0 : 1;
        if ((bytes.IsEmpty || isLast) && _line == 0)
        {
            return isLast && isWhole && Result.Files > 1 ? null : Fault("The file is empty.", sequence);
        }

        Result.IncompleteBytes = bytes.Length;
        return bytes.IsEmpty || (isLast && IncompleteLine.IsPlausible(bytes, _check)) ? null
            : Fault("It is not a line as a journal writes it, and no line feed ends it.", sequence);
    }

    private JournalFault Fault(string reason, long? sequence) => new(_file, _line, sequence, reason);
}
