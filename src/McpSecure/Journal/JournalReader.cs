using System.Diagnostics.CodeAnalysis;

namespace McpSecure.Journal;

/// <summary>Reads a journal in order, also while it is written. Sees that each record follows the one before; <see cref="JournalVerifier"/> sees more.</summary>
/// <remarks>Not thread-safe. Locks nothing, and holds one file open.</remarks>
public sealed class JournalReader : IDisposable
{
    private readonly string? _directory;
    private readonly long _from;
    private readonly ChainCheck _check = new();
    private LineReader? _lines;
    private string _file = string.Empty;
    private int _segment;
    private long _lineNumber;
    private bool _hasNext;

    /// <summary>Initializes a new instance of the <see cref="JournalReader"/> class.</summary>
    /// <param name="path">The directory of a journal, or one of its files, which is then read alone.</param>
    /// <param name="fromSequence">The number of the first record to read. Where earlier files were moved away, reading begins with the first that is there.</param>
    /// <exception cref="JournalException">There is no journal.</exception>
    public JournalReader(string path, long fromSequence = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _from = fromSequence;
        if (!Directory.Exists(path))
        {
            Open(path);
            return;
        }

        _directory = path;
        var numbers = Segments.In(path);
        if (numbers.Count == 0)
        {
            throw new JournalException($"There is no journal in {path}.");
        }

        _segment = numbers.LastOrDefault(number => FirstSequence(Segments.PathOf(path, number)) <= fromSequence, numbers[0]);
        Open(Segments.PathOf(path, _segment));
    }

    /// <summary>Gets what distinguishes the journal from every other, or <see langword="null"/> as long as nothing was read.</summary>
    public string? Chain { get; private set; }

    /// <summary>Reads the next record.</summary>
    /// <param name="record">The record, or <see langword="null"/>.</param>
    /// <param name="upTo">
    /// The last record to read. Another process that reads while the journal is written may see a record that the writer then takes back because the disk is
    /// full; the reader fails at the next one.
    /// </param>
    /// <returns><see langword="false"/> if there is nothing more now; more may come.</returns>
    /// <exception cref="JournalException">A record is not as it was written, or does not follow the one before. The reader is of no use any more.</exception>
    public bool TryRead([NotNullWhen(true)] out JournalRecord? record, long upTo = long.MaxValue)
    {
        record = null;
        while (record is null)
        {
            // First: once there is a next file, nothing is added to this one.
            _hasNext = _hasNext || (_directory is not null && Segments.HasContent(Segments.PathOf(_directory, _segment + 1)));
            var start = _lines!.Offset;
            switch (_lines.Read(out var bytes))
            {
                case LineStatus.Line when IsBeyond(bytes, upTo):
                    _lines.Return(start);
                    return false;
                case LineStatus.Line:
                    record = Take(bytes);
                    break;
                case LineStatus.TooLong:
                    throw Broken(ChainCheck.LongerThanAny);
                case LineStatus.Incomplete when _hasNext:
                    throw Broken("It is incomplete, and another file follows.");
                case LineStatus.End when _hasNext:
                    Open(Segments.PathOf(_directory!, ++_segment));
                    break;
                default:
                    GoBack(start);
                    return false;
            }
        }

        return true;
    }

    /// <summary>Reads all records that there are now.</summary>
    /// <returns>The records in order.</returns>
    /// <exception cref="JournalException">A record is not as it was written, does not follow the one before, or a file is missing.</exception>
    public IEnumerable<JournalRecord> ReadAll()
    {
        do
        {
            while (TryRead(out var record))
            {
                yield return record;
            }
        }
        while (IsFollowed());
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _lines?.Dispose();

    /// <summary>Opens a file. One without a length is not opened: it has nothing to read, and a named pipe would not even answer.</summary>
    internal static LineReader Lines(string path) =>
        new(File.Exists(path) && !Segments.HasContent(path)
            ? Stream.Null
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));

    /// <summary>Whether another file has come meanwhile.</summary>
    private bool IsFollowed()
    {
        var last = _directory is null ? _segment : Segments.In(_directory).LastOrDefault(_segment);
        return last > _segment && (Segments.HasContent(Segments.PathOf(_directory!, _segment + 1))
            || (last > _segment + 1 && !File.Exists(Segments.PathOf(_directory!, _segment + 1)) ? throw Broken($"It ends here, and file {_segment + 1} is missing.") : false));
    }

    private static bool IsBeyond(ReadOnlySpan<byte> bytes, long upTo) =>
        upTo != long.MaxValue && JournalLine.TryParse(bytes, out var line) && line.Sequence > upTo;

    /// <summary>With what number a file begins; 0 if that cannot be read, so that reading it says why.</summary>
    private static long FirstSequence(string path)
    {
        using var lines = Lines(path);
        return lines.Read(out var bytes) != LineStatus.Line ? long.MaxValue
            : JournalLine.TryParse(bytes, out var line) ? line.Sequence
            : 0;
    }

    /// <summary>Reads from there again the next time. An empty file was not opened; it may have a beginning by then.</summary>
    private void GoBack(long start)
    {
        if (start == 0)
        {
            Open(_file);
        }
        else
        {
            _lines!.Return(start);
        }
    }

    private void Open(string path)
    {
        _lines?.Dispose();
        _lines = Lines(path);
        _file = path;
        _lineNumber = 0;
        _hasNext = false;
    }

    private JournalRecord? Take(ReadOnlySpan<byte> bytes)
    {
        _lineNumber++;
        if (_check.Check(bytes, out var line) is { } problem)
        {
            _lineNumber--;
            throw Broken(problem);
        }

        if (_lineNumber == 1)
        {
            Chain = OwnRecord.Of(line) is { Kind: OwnKinds.Segment } header ? header.Text("chain") : throw Broken("The first line of a file has to be its header.");
        }

        return line.Sequence < _from ? null : new JournalRecord(line, _file, _lineNumber);
    }

    private JournalException Broken(string problem) => new($"{_file}, line {_lineNumber + 1}: {problem}");
}
