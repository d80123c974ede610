using System.Text;

namespace McpSecure.RoundTrips;

/// <summary>What is sealed into the state of a suspended call: whose it is, what it asks for, until when it can go on, and what its code wants back.</summary>
internal sealed record Envelope
{
    public const int DigestBytes = 32;

    private const byte Version = 1;

    /// <summary>Gets what it is known by, once in all time.</summary>
    public required Guid Id { get; init; }

    public required DateTimeOffset Expires { get; init; }

    /// <summary>Gets the digest of <see cref="McpSecure.Caller.Key"/>.</summary>
    public required byte[] Caller { get; init; }

    /// <summary>Gets the digest of the request: its method, what it names, and its arguments.</summary>
    public required byte[] Request { get; init; }

    public ApprovalStage Stage { get; init; }

    /// <summary>Gets the digest of the call that a person is asked about, or has agreed to: as it would run, not as the client wrote it.</summary>
    public byte[] Call { get; init; } = new byte[DigestBytes];

    /// <summary>Gets the digest of what the person was shown, and of the call that it was shown for.</summary>
    public byte[] Shown { get; init; } = new byte[DigestBytes];

    /// <summary>Gets when the person was asked.</summary>
    public DateTimeOffset Asked { get; init; }

    /// <summary>Gets a value indicating whether the code of the call is still there, and waits.</summary>
    public bool IsParked { get; init; }

    /// <summary>Gets the state of the code itself.</summary>
    public string? Inner { get; init; }

    /// <summary>Gets what the client was asked for, as JSON: by name, the request.</summary>
    public string? Questions { get; init; }

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(Id.ToByteArray());
        writer.Write(Expires.UtcTicks);
        writer.Write(Caller);
        writer.Write(Request);
        writer.Write((byte)Stage);
        writer.Write(Call);
        writer.Write(Shown);
        writer.Write(Asked.UtcTicks);
        writer.Write(IsParked);
        WriteText(writer, Inner);
        WriteText(writer, Questions);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <returns><see langword="null"/> for anything else: a state of another version of this library, for example.</returns>
    public static Envelope? Of(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        try
        {
            return reader.ReadByte() == Version ? Read(reader) : null;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static Envelope Read(BinaryReader reader) => new()
    {
        Id = new Guid(reader.ReadBytes(16)),
        Expires = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero),
        Caller = reader.ReadBytes(DigestBytes),
        Request = reader.ReadBytes(DigestBytes),
        Stage = (ApprovalStage)reader.ReadByte(),
        Call = reader.ReadBytes(DigestBytes),
        Shown = reader.ReadBytes(DigestBytes),
        Asked = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero),
        IsParked = reader.ReadBoolean(),
        Inner = ReadText(reader),
        Questions = ReadText(reader),
    };

    // UTF-16: a state of the application's own need not be well-formed text to come back as it was.
    private static void WriteText(BinaryWriter writer, string? text)
    {
        writer.Write(text?.Length ?? -1);
        if (text is not null)
        {
            writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }

    private static string? ReadText(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        return length < 0 ? null : new string(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, char>(reader.ReadBytes(2 * length)));
    }
}
