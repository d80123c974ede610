using System.Security.Cryptography;
using System.Text;

namespace McpSecure.Journal;

/// <summary>One file, read from its first line to its last: what a writer has to know to go on with it.</summary>
internal sealed class SegmentScan
{
    /// <summary>That something is cut off is on record, and nothing else yet: what stands behind may be the rest of it.</summary>
    private bool _isCutting;

    /// <summary>Gets what the first line says it follows; empty if there is no whole line.</summary>
    public string FirstPrevious { get; private set; } = string.Empty;

    public long FirstSequence { get; private set; }

    public string Chain { get; private set; } = string.Empty;

    public int Lines { get; private set; }

    /// <summary>Gets where the chain stands after the last whole line.</summary>
    public ChainHead Head { get; private set; }

    /// <summary>Gets how many bytes stand after the last whole line.</summary>
    public long TornBytes { get; private set; }

    public string TornHash { get; private set; } = string.Empty;

    /// <summary>Gets a value indicating whether those are a whole line, which was told of as written, and lacks its line feed alone.</summary>
    public bool LacksLineFeed { get; private set; }

    /// <summary>Gets the last checkpoint in it, whoever has signed that; <see langword="null"/> if there is none.</summary>
    public CheckpointLine? Checkpoint { get; private set; }

    /// <summary>Gets how many records stand after it, not counting the journal's own.</summary>
    public long Uncovered { get; private set; }

    /// <summary>Gets a value indicating whether it has another line in the place of one that is known.</summary>
    public bool Contradicts { get; private set; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="segment">Its number.</param>
    /// <param name="known">A checkpoint that has to stand in the journal, if its number is in this file.</param>
    /// <exception cref="JournalException">A line in it is not as it was written.</exception>
    public static SegmentScan Of(string path, int segment, CheckpointLine? known = null)
    {
        using var reader = JournalReader.Lines(path);
        var scan = new SegmentScan();
        var check = new ChainCheck();
        while (true)
        {
            var status = reader.Read(out var line);
            switch (status)
            {
                case LineStatus.Line:
                    scan.Lines++;
                    var problem = check.Check(line, out var parsed) ?? (parsed.IsReadable() ? null : ChainCheck.NoObject);
                    problem ??= scan.Lines == 1 ? scan.Begin(parsed, segment) : null;
                    if (problem is not null)
                    {
                        throw Broken(path, scan.Lines, problem);
                    }

                    scan.See(parsed, known);
                    break;
                case LineStatus.TooLong:
                    throw Broken(path, scan.Lines + 1, ChainCheck.LongerThanAny);
                default:
                    if (scan.Lines > 0 && !line.IsEmpty && !scan._isCutting && !IncompleteLine.IsPlausible(line, check))
                    {
                        throw Broken(path, scan.Lines + 1, "It is not a line as a journal writes it, and no line feed ends it.");
                    }

                    scan.LacksLineFeed = scan.Lines > 0 && IncompleteLine.IsWhole(line, check);
                    scan.End(check, reader.Offset, line);
                    return scan;
            }
        }
    }

    /// <summary>Whether the first line goes on where another file has ended.</summary>
    public bool Follows(SegmentScan before)
    {
        var end = before.Head;
        return string.Equals(FirstPrevious, Convert.ToHexStringLower(end.Hash), StringComparison.Ordinal) && FirstSequence == end.Sequence + 1 &&
            string.Equals(Chain, before.Chain, StringComparison.Ordinal);
    }

    private static JournalException Broken(string path, int line, string problem) => new(
        $"The journal cannot be continued: {path}, line {line}: {problem} Nothing was changed. Find out why with 'mcpsecure journal verify', keep the directory, and set another one.");

    private string? Begin(in JournalLine line, int segment)
    {
        FirstSequence = line.Sequence;
        FirstPrevious = Encoding.ASCII.GetString(line.Previous);
        if (OwnRecord.Of(line) is not { Kind: OwnKinds.Segment } header)
        {
            return "The first line of a file has to be its header.";
        }

        Chain = header.Text("chain") ?? string.Empty;
        return header.Number("version") != LineFormat.Version ? "It was written by another version."
            : header.Number("segment") != segment ? "It is the header of another file."
            : null;
    }

    private void See(in JournalLine line, CheckpointLine? known)
    {
        Contradicts |= known is not null && known.Sequence == line.Sequence && !known.IsAt(line);
        if (!line.IsOwn)
        {
            Uncovered++;
            _isCutting = false;
            return;
        }

        var own = OwnRecord.Of(line);
        _isCutting = own?.Is(OwnKinds.Recovery) == true || (_isCutting && own?.Is(OwnKinds.Close) != true);
        if (own is not null && CheckpointLine.Of(own, line) is { } checkpoint)
        {
            (Checkpoint, Uncovered) = (checkpoint, 0);
        }
    }

    private void End(ChainCheck check, long offset, ReadOnlySpan<byte> torn)
    {
        var head = new ChainHead { Sequence = check.Sequence, Offset = offset };
        check.Hash.CopyTo(head.Hash);
        Head = head;
        TornBytes = torn.Length;
        TornHash = Convert.ToHexStringLower(SHA256.HashData(torn));
    }
}
