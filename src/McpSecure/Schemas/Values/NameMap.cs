using System.Buffers;
using System.Runtime.InteropServices;

namespace McpSecure.Schemas.Values;

/// <summary>Finds names of a schema among those of an instance, in its text (UTF-8, escaped or not) or as strings.</summary>
internal sealed class NameMap
{
    private readonly NameTable _utf8;
    private NameTable? _utf16;

    /// <param name="names">Different names.</param>
    public NameMap(IReadOnlyList<string> names)
    {
        Names = [.. names];
        _utf8 = new NameTable(Array.ConvertAll(Names, JsonText.Encode));
    }

    public string[] Names { get; }

    /// <summary>The place of a name that has no escapes, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name) => _utf8.Find(name);

    /// <summary>The place of a name as it stands in the JSON text, or -1.</summary>
    public int FindRaw(ReadOnlySpan<byte> raw)
    {
        var index = _utf8.Find(raw);
        return index < 0 && JsonText.IsEscaped(raw) ? FindEscaped(raw) : index;
    }

    public int Find(string name)
    {
        // Only objects whose members come as a dictionary need it. Two threads may build it; it is the same one.
        var table = _utf16 ??= new NameTable(Array.ConvertAll(Names, text => MemoryMarshal.AsBytes(text.AsSpan()).ToArray()));
        return table.Find(MemoryMarshal.AsBytes(name.AsSpan()));
    }

    private int FindEscaped(ReadOnlySpan<byte> raw)
    {
        byte[]? rented = null;
        var buffer = raw.Length <= JsonText.OnStack ? stackalloc byte[JsonText.OnStack] : rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        var index = _utf8.Find(buffer[..JsonText.Unescape(raw, buffer)]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return index;
    }
}
