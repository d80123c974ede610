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
