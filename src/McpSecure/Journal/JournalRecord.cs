using System.Text;

namespace McpSecure.Journal;

/// <summary>One record of a journal, as <see cref="JournalReader"/> reads it. Immutable.</summary>
public sealed class JournalRecord
{
    private readonly int _recordStart;
    private readonly int _recordLength;

    internal JournalRecord(in JournalLine line, string file, long lineNumber)
    {
        Sequence = line.Sequence;
        Time = line.Time;
        File = file;
        LineNumber = lineNumber;
        Line = line.Line.ToArray();
        if (line.IsOwn)
        {
            var kind = line.Body[LineFormat.Own.Length..];
            Own = Encoding.UTF8.GetString(kind[..Math.Max(0, kind.IndexOf((byte)'"'))]);
        }
        else
        {
            _recordLength = line.Record.Length;
            _recordStart = line.Line.Length - LineFormat.TrailerLength - _recordLength;
        }
    }

    /// <summary>Gets its number: 1 for the first record of a journal, and one more for each that follows.</summary>
    public long Sequence { get; }

    /// <summary>Gets when it was written, by the clock of the writer.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Gets what was recorded, a JSON object in UTF-8. Empty where the journal speaks of itself.</summary>
    public ReadOnlyMemory<byte> Record => Line.Slice(_recordStart, _recordLength);

    /// <summary>Gets what the journal says of itself: <c>segment</c>, <c>open</c>, <c>recovery</c>, <c>checkpoint</c> or <c>close</c>; otherwise <see langword="null"/>.</summary>
    public string? Own { get; }

    /// <summary>Gets the whole line, without its line feed.</summary>
    public ReadOnlyMemory<byte> Line { get; }

    /// <summary>Gets the file in which it stands.</summary>
    public string File { get; }

    /// <summary>Gets the number of its line there, from 1.</summary>
    public long LineNumber { get; }
}
