using System.Text;

namespace McpSecure.Files.Linux;

/// <summary>Goes through what is beneath a directory, and enters the directories there by their open parent, never through a link.</summary>
internal sealed class Lister(ListingBuilder found, ulong? mount, CancellationToken cancellationToken)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Lists an open directory.</summary>
    /// <returns>0, or an error number, negated.</returns>
    public int List(int directory, string prefix, int depth)
    {
        using var reader = new EntryReader(directory);
        while (!found.IsCut && reader.Next(out var name, out var kind))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!found.Visit())
            {
                break;
            }

            if (!TryRead(name, out var text))
            {
                found.Skip();
            }
            else if (found.Take(prefix + text, text, kind ?? KindOf(directory, name), depth))
            {
                Enter(directory, name, prefix + text, depth);
            }
        }

        return reader.Error;
    }

    private void Enter(int directory, ReadOnlySpan<byte> name, string path, int depth)
    {
        using var entered = new Descriptor(Libc.OpenAt(directory, name, Libc.ReadOnly | Libc.NonBlocking | Abi.Directory | Abi.NoFollow));
        var isReadable = entered.IsOpen
            && (mount is null || (Libc.Stat(entered.Value, out var stat) >= 0 && stat.Mount == mount))
            && List(entered.Value, path + "/", depth + 1) >= 0;
        if (!isReadable)
        {
            found.Skip();
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> name, out string text)
    {
        try
        {
            text = Strict.GetString(name[..^1]);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = string.Empty;
            return false;
        }
    }

    private static PathKind KindOf(int directory, ReadOnlySpan<byte> name) =>
        Libc.StatEntry(directory, name, out var stat) >= 0 ? stat.Kind : PathKind.Special;
}
