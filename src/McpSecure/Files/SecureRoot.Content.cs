using System.Text;

namespace McpSecure.Files;

/// <content>Whole files.</content>
public sealed partial class SecureRoot
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">How much is read at most, in bytes; <see cref="SecureRootOptions.MaxReadBytes"/> if left out, and never more than that.</param>
    /// <returns>The content.</returns>
    /// <exception cref="PathRefusedException">The content is larger (<see cref="PathRefusal.TooLarge"/>), whatever size the file claims; or the path was refused.</exception>
    public byte[] ReadAllBytes(UntrustedPath path, long? maxBytes = null)
    {
        using var handle = OpenHandle(path);
        var content = new BoundedContent(Limit(maxBytes));
        while (content.Take(RandomAccess.Read(handle, content.Space, content.Length)))
        {
        }

        return Complete(content);
    }

    /// <inheritdoc cref="ReadAllBytes"/>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">How much is read at most, in bytes; <see cref="SecureRootOptions.MaxReadBytes"/> if left out, and never more than that.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<byte[]> ReadAllBytesAsync(UntrustedPath path, long? maxBytes = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var handle = OpenHandle(path);
        var content = new BoundedContent(Limit(maxBytes));
        while (content.Take(await RandomAccess.ReadAsync(handle, content.SpaceMemory, content.Length, cancellationToken).ConfigureAwait(false)))
        {
        }

        return Complete(content);
    }

    /// <summary>Reads a text file: UTF-8, or what a byte order mark says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">How much is read at most, in bytes; <see cref="SecureRootOptions.MaxReadBytes"/> if left out, and never more than that.</param>
    /// <returns>The text.</returns>
    /// <exception cref="PathRefusedException">The content is larger (<see cref="PathRefusal.TooLarge"/>), whatever size the file claims; or the path was refused.</exception>
    public string ReadAllText(UntrustedPath path, long? maxBytes = null) => Decode(ReadAllBytes(path, maxBytes));

    /// <inheritdoc cref="ReadAllText"/>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">How much is read at most, in bytes; <see cref="SecureRootOptions.MaxReadBytes"/> if left out, and never more than that.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<string> ReadAllTextAsync(UntrustedPath path, long? maxBytes = null, CancellationToken cancellationToken = default) =>
        Decode(await ReadAllBytesAsync(path, maxBytes, cancellationToken).ConfigureAwait(false));

    /// <summary>Writes a file in one step: whoever reads it sees all of the old content or all of the new.</summary>
    /// <param name="path">The file. Its directory has to be there. If it is, it keeps its permissions, and other names of it their content.</param>
    /// <param name="content">The content.</param>
    /// <exception cref="PathRefusedException">
    /// The content is larger than <see cref="SecureRootOptions.MaxWriteBytes"/>, the path is a link, or it was refused. What was there is as it was.
    /// </exception>
    public void WriteAllBytesAtomic(UntrustedPath path, ReadOnlySpan<byte> content)
    {
        using var replacement = Replace(path, content.Length);
        try
        {
            RandomAccess.Write(replacement.Handle, content, fileOffset: 0);
            Done(replacement.Commit());
        }
        catch (IOException exception) when (replacement.IsExhausted(exception))
        {
            throw new PathRefusedException(Name, PathRefusal.Exhausted);
        }
    }

    /// <inheritdoc cref="WriteAllBytesAtomic"/>
    /// <param name="path">The file. Its directory has to be there. If it is, it keeps its permissions, and other names of it their content.</param>
    /// <param name="content">The content.</param>
    /// <param name="cancellationToken">Ends the writing; what was there is as it was.</param>
    public async Task WriteAllBytesAtomicAsync(UntrustedPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var replacement = Replace(path, content.Length);
        try
        {
            await RandomAccess.WriteAsync(replacement.Handle, content, fileOffset: 0, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            Done(replacement.Commit());
        }
        catch (IOException exception) when (replacement.IsExhausted(exception))
        {
            throw new PathRefusedException(Name, PathRefusal.Exhausted);
        }
    }

    /// <summary>Writes a text as UTF-8 in one step: whoever reads the file sees all of the old content or all of the new.</summary>
    /// <param name="path">The file. Its directory has to be there. If it is, it keeps its permissions, and other names of it their content.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="PathRefusedException">
    /// The content is larger than <see cref="SecureRootOptions.MaxWriteBytes"/>, the path is a link, or it was refused. What was there is as it was.
    /// </exception>
    public void WriteAllTextAtomic(UntrustedPath path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        WriteAllBytesAtomic(path, Utf8.GetBytes(text));
    }

    /// <inheritdoc cref="WriteAllTextAtomic"/>
    /// <param name="path">The file. Its directory has to be there. If it is, it keeps its permissions, and other names of it their content.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Ends the writing; what was there is as it was.</param>
    public Task WriteAllTextAtomicAsync(UntrustedPath path, string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return WriteAllBytesAtomicAsync(path, Utf8.GetBytes(text), cancellationToken);
    }

    private Replacement Replace(UntrustedPath path, long length)
    {
        var accepted = Accepted(path, changes: true);
        Done(length > _options.MaxWriteBytes ? PathRefusal.TooLarge : Outcome.Done);
        Done(_directory.Replace(accepted, out var replacement));
        return replacement!;
    }

    private long Limit(long? maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes ?? 0, nameof(maxBytes));
        return Math.Min(maxBytes ?? _options.MaxReadBytes, _options.MaxReadBytes);
    }

    private byte[] Complete(BoundedContent content)
    {
        Done(content.IsTooLarge ? PathRefusal.TooLarge : Outcome.Done);
        return content.ToArray();
    }

    private static string Decode(byte[] content)
    {
        using var reader = new StreamReader(new MemoryStream(content), Utf8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }
}
