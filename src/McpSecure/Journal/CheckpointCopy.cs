namespace McpSecure.Journal;

/// <summary>The second place in which checkpoints stand. That it fails stops no call: the journal itself has the checkpoint, and somebody is told.</summary>
internal sealed class CheckpointCopy(string path, ChainSetup setup) : IDisposable
{
    private IJournalFile? _file;
    private long _length;

    /// <summary>Appends a checkpoint. An incomplete line that an earlier process has left is ended first.</summary>
    public void Append(byte[] line)
    {
        try
        {
            if (_file is null)
            {
                Open();
            }

            _file!.Write(line, _length);
            if (setup.IsForced)
            {
                _file.Flush();
            }

            _length += line.Length;
        }
#pragma warning disable CA1031 // whatever it is, it is told; the next checkpoint opens the file anew
        catch (Exception e)
#pragma warning restore CA1031
        {
            Dispose();
            setup.Hooks.Fail(new JournalException($"The checkpoint file {path} cannot be written: {e.Message} The journal goes on, but a cut-off end may not be found out.", e));
        }
    }

    /// <summary>Refuses to go on with a journal of which the second place knows more, or something else: before anything is written that would cover it up.</summary>
    /// <param name="path">The checkpoint file.</param>
    /// <param name="known">Its last checkpoint.</param>
    /// <param name="chain">The journal; <see langword="null"/> for a new one.</param>
    /// <param name="last">The number of its last record.</param>
    /// <param name="contradicts">Whether it has another line in that place.</param>
    /// <exception cref="JournalException">They do not fit.</exception>
    public static void Check(string path, CheckpointLine known, string? chain, long last, bool contradicts)
    {
        if (!string.Equals(known.Chain, chain, StringComparison.Ordinal))
        {
            throw new JournalException($"The checkpoint file {path} is of another journal, {known.Chain}. If that was moved away, move this file with it, or set another one. Nothing was changed.");
        }

        if (known.Sequence > last)
        {
            throw new JournalException($"The journal ends with record {last}, and the checkpoint file {path} knows record {known.Sequence}: the end was cut off, or lost with the power. Nothing was changed: " +
                "keep both for an inquiry, and set another directory and another file.");
        }

        if (contradicts)
        {
            throw new JournalException($"The checkpoint file {path} has another record {known.Sequence}: what is before it was written anew. Nothing was changed: keep both for an inquiry, and set another " +
                "directory and another file.");
        }
    }

    /// <summary>Reads the last checkpoint; <see langword="null"/> if there is none.</summary>
    /// <exception cref="JournalException">The file is of no use.</exception>
    public static CheckpointLine? LastOf(string path)
    {
        if (Directory.Exists(path))
        {
            throw new JournalException($"The checkpoint file {path} is a directory.");
        }

        if (!File.Exists(path))
        {
            return null;
        }

        CheckpointLine? last = null;
        using var file = JournalReader.Lines(path);
        while (true)
        {
            var status = file.Read(out var bytes);
            if (status is LineStatus.End || (status is LineStatus.Incomplete && JournalLine.MayBegin(bytes)))
            {
                return last;
            }

            last = status is LineStatus.Line && JournalLine.TryParse(bytes, out var line) && line.IsWhole() && OwnRecord.Of(line) is { } own && CheckpointLine.Of(own, line) is { } checkpoint
                ? checkpoint
                : throw new JournalException($"The checkpoint file {path} holds something else than checkpoints. Set another one.");
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Open()
    {
        OwnDirectory.Create(Path.GetDirectoryName(path)!);
        _length = WholeLines();
        _file = setup.Hooks.OpenFile(path, FileMode.OpenOrCreate);
        if (_file.Length != _length)
        {
            _file.Truncate(_length);
        }
    }

    /// <summary>How long the file is without an incomplete last line. What is no checkpoint file is left alone.</summary>
    private long WholeLines()
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        using var file = JournalReader.Lines(path);
        while (true)
        {
            var status = file.Read(out var line);
            if (status is LineStatus.End || (status is LineStatus.Incomplete && JournalLine.MayBegin(line)))
            {
                return file.Offset;
            }

            if (status is not LineStatus.Line || !JournalLine.TryParse(line, out _))
            {
                throw new JournalException("It holds something else than checkpoints.");
            }
        }
    }
}
