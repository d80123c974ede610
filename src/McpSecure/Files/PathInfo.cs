namespace McpSecure.Files;

/// <summary>What a root knows about one of its files or directories, at one moment.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Length">The size in bytes; 0 for what is no file, and for files that the kernel makes up.</param>
/// <param name="LastWriteTime">When the content was last changed.</param>
/// <param name="HardLinkCount">How many names a file has.</param>
public sealed record PathInfo(PathKind Kind, long Length, DateTimeOffset LastWriteTime, long HardLinkCount);
