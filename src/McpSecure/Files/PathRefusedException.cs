namespace McpSecure.Files;

/// <summary>A <see cref="SecureRoot"/> did not do what was asked, and left everything as it was unless the operation says otherwise.</summary>
/// <remarks>The message may be shown to whoever sent the path: it holds the name of the root, and never where it is.</remarks>
public sealed class PathRefusedException : IOException
{
    internal PathRefusedException(string root, PathRefusal reason)
        : base($"The path was refused by '{root}': {RefusalText.Of(reason)} ({reason}).")
    {
        Root = root;
        Reason = reason;
    }

    /// <summary>Gets the name of the root that refused.</summary>
    public string Root { get; }

    /// <summary>Gets the reason.</summary>
    public PathRefusal Reason { get; }
}
