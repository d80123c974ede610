using System.Buffers.Text;
using System.Text;

namespace McpSecure.Journal;

/// <summary>A checkpoint, read from a line of the journal or of the checkpoint file.</summary>
internal sealed class CheckpointLine
{
    private readonly byte[] _signed;
    private readonly byte[] _signature;

    private CheckpointLine(OwnRecord record, in JournalLine line, byte[] signed, byte[] signature)
    {
        _signed = signed;
        _signature = signature;
        Sequence = line.Sequence;
        Time = line.Time;
        Chain = record.Text("chain") ?? string.Empty;
        KeyId = record.Text("key") ?? string.Empty;
        Every = record.Number("every") ?? 0;
        Hash = Encoding.ASCII.GetString(line.Hash);
    }

    public long Sequence { get; }

    public DateTimeOffset Time { get; }

    public string Chain { get; }

    public string KeyId { get; }

    /// <summary>Gets how many records may follow before there is another one.</summary>
    public long Every { get; }

    public string Hash { get; }

    /// <summary>Takes a line that is whole; <see langword="null"/> if it is no checkpoint.</summary>
    public static CheckpointLine? Of(OwnRecord record, in JournalLine line)
    {
        var signed = line.Line.LastIndexOf(LineFormat.Signature);
        if (!record.Is(OwnKinds.Checkpoint) || signed < 0)
        {
            return null;
        }

        // The signature ends the line: what stood behind it would be part of the checkpoint, and not of what is signed.
        var text = line.Line[(signed + LineFormat.Signature.Length)..^LineFormat.TrailerLength];
        if (text.IsEmpty || text[^1] != (byte)'"' || text.IndexOf((byte)'"') != text.Length - 1)
        {
            return null;
        }

        text = text[..^1];
        var signature = new byte[text.Length];
        return Base64.DecodeFromUtf8(text, signature, out var read, out var length) == System.Buffers.OperationStatus.Done && read == text.Length
            ? new CheckpointLine(record, line, line.Line[..signed].ToArray(), signature[..length])
            : null;
    }

    /// <summary>Whether it stands in the journal as this line.</summary>
    public bool IsAt(in JournalLine line) => string.Equals(Encoding.ASCII.GetString(line.Hash), Hash, StringComparison.Ordinal);

    /// <summary>Whether one of these keys has signed it; <see langword="null"/> if its key is none of them.</summary>
    public bool? IsSignedBy(IList<JournalPublicKey> keys) =>
        keys.FirstOrDefault(key => string.Equals(key.Id, KeyId, StringComparison.Ordinal)) is { } key ? key.Verifies(_signed, _signature) : null;
}
