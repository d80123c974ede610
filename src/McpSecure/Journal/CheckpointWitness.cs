namespace McpSecure.Journal;

/// <summary>The checkpoint file, read beside the journal: each of its checkpoints has to stand in the journal as it stands here.</summary>
internal sealed class CheckpointWitness : IDisposable
{
    private readonly string _path;
    private readonly IList<JournalPublicKey> _keys;
    private readonly LineReader _lines;
    private readonly long _length;
    private CheckpointLine? _next;
    private string? _chain;
    private long _line;

    public CheckpointWitness(string path, IList<JournalPublicKey> keys)
    {
        _path = path;
        _keys = keys;
        _lines = JournalReader.Lines(path);
        _length = new FileInfo(path).Length; // what comes later may be of records that the reading of the journal no longer meets
    }

    /// <summary>Gets the number of the last record that it knows; 0 for none.</summary>
    public long LastSequence { get; private set; }

    /// <summary>What is wrong with this line of the journal by what the checkpoint file says, or <see langword="null"/>.</summary>
    /// <param name="line">A line that follows the one before.</param>
    /// <param name="journal">Where it stands.</param>
    /// <param name="chain">Which journal it is of.</param>
    public JournalFault? See(in JournalLine line, Func<string, JournalFault> journal, string chain)
    {
        if (_chain is null)
        {
            _chain = chain;
            if (Advance() is { } fault)
            {
                return fault;
            }
        }

        while (_next is { } passed && passed.Sequence < line.Sequence)
        {
            if (Advance() is { } fault)
            {
                return fault; // of files that were moved to an archive, or that were not asked for
            }
        }

        if (_next is not { } next || next.Sequence != line.Sequence)
        {
            return null;
        }

        return next.IsAt(line)
            ? Advance()
            : journal($"The checkpoint file has another record {next.Sequence}: what is before it was written anew.");
    }

    /// <summary>What is wrong with a journal that ends here, or <see langword="null"/>.</summary>
    public JournalFault? End(long sequence, Func<string, JournalFault> journal)
    {
        JournalFault? fault = null;
        while (fault is null && _next is not null)
        {
            fault = Advance();
        }

        return fault ?? (LastSequence > sequence
            ? journal($"The journal ends with record {sequence}, and the checkpoint file knows record {LastSequence}: the end was cut off. (A file that others follow is no whole journal; verify its directory.)")
            : null);
    }

    public void Dispose() => _lines.Dispose();

    private JournalFault? Advance()
    {
        _next = null;
        var isOver = _lines.Offset >= _length;
        var status = _lines.Read(out var bytes);
        if (isOver || status is LineStatus.End || (status is LineStatus.Incomplete && JournalLine.MayBegin(bytes)))
        {
            return null; // being written, or its writer was ended
        }

        _line++;
        if (status is not LineStatus.Line || !JournalLine.TryParse(bytes, out var line) || !line.IsWhole() || OwnRecord.Of(line) is not { } own || CheckpointLine.Of(own, line) is not { } next)
        {
            return Fault("It is no checkpoint, or was changed.", null);
        }

        var problem = !string.Equals(next.Chain, _chain, StringComparison.Ordinal) ? $"It is a checkpoint of another journal, {next.Chain}."
            : next.Sequence <= LastSequence ? "It stands after one that is younger."
            : Signature(next);
        (_next, LastSequence) = (next, next.Sequence);
        return problem is null ? null : Fault(problem, next.Sequence);
    }

    private string? Signature(CheckpointLine next) => _keys.Count == 0 ? null : next.IsSignedBy(_keys) switch
    {
        true => null,
        false => "Its signature is false.",
        null => $"It is signed with the key {next.KeyId}, which was not given.",
    };

    private JournalFault Fault(string reason, long? sequence) => new(_path, _line, sequence, reason);
}
