namespace McpSecure.Files;

/// <summary>A path that someone else chose: a model, a client, a file name in an archive. Only a <see cref="SecureRoot"/> takes it.</summary>
/// <remarks>
/// It converts from a string and never back, so that it cannot end in <see cref="File"/> or <see cref="Path"/> by mistake. The default
/// value is an empty path, which every root refuses.
/// </remarks>
public readonly struct UntrustedPath
{
    private readonly string? _text;

    private UntrustedPath(string? text) => _text = text;

    /// <summary>Gets the text, for the code that resolves it.</summary>
    internal string Text => _text ?? string.Empty;

    /// <summary>Takes any text: it is judged when it is used.</summary>
    /// <param name="path">The path as it was received, relative to a root, with forward slashes. <see langword="null"/> counts as empty.</param>
    public static implicit operator UntrustedPath(string? path) => new(path);

    /// <summary>Takes any text: it is judged when it is used.</summary>
    /// <param name="path">The path as it was received, relative to a root, with forward slashes. <see langword="null"/> counts as empty.</param>
    /// <returns>The path.</returns>
    public static UntrustedPath FromString(string? path) => path;

    /// <summary>Says what this is, and not the path: there is no way back to a string.</summary>
    /// <returns>A constant text.</returns>
    public override string ToString() => "(untrusted path)";
}
