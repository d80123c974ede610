namespace McpSecure.Files;

/// <summary>Why a path was refused. The list is closed; its names are stable and may be shown to whoever sent the path.</summary>
public enum PathRefusal
{
    /// <summary>The operating system reported something else.</summary>
    Other = 0,

    /// <summary>The path is empty.</summary>
    Empty = 1,

    /// <summary>The path holds a NUL character, which ends a path for the operating system and not for .NET.</summary>
    Nul = 2,

    /// <summary>The path or one of its names is longer than the file system takes.</summary>
    TooLong = 3,

    /// <summary>The path is no text that can be a file name: a lone surrogate, or a last name that is none.</summary>
    Malformed = 4,

    /// <summary>The path begins at the root of the file system, a drive, a share or a home directory.</summary>
    Rooted = 5,

    /// <summary>The path leads out of the root, or into another file system where <see cref="SecureRootOptions.CrossMounts"/> is off.</summary>
    Escapes = 6,

    /// <summary>A symbolic link stands in the way: links are denied, lead round in a circle, or are magic links of the kernel.</summary>
    Link = 7,

    /// <summary>It is a pipe, a socket or a device.</summary>
    Special = 8,

    /// <summary>The file has another name, which may lie outside. See <see cref="SecureRootOptions.HardLinks"/>.</summary>
    HardLink = 9,

    /// <summary>Nothing is there.</summary>
    NotFound = 10,

    /// <summary>It is there already.</summary>
    Exists = 11,

    /// <summary>The operating system does not permit it.</summary>
    Denied = 12,

    /// <summary>The content is larger than the limit.</summary>
    TooLarge = 13,

    /// <summary>A directory was needed, and a part of the path is none.</summary>
    NotADirectory = 14,

    /// <summary>A file was needed, and it is a directory.</summary>
    IsADirectory = 15,

    /// <summary>The directory is not empty.</summary>
    NotEmpty = 16,

    /// <summary>The root is open for reading only.</summary>
    ReadOnly = 17,

    /// <summary>A name in the path is protected: see <see cref="SecureRootOptions.ProtectedNames"/>.</summary>
    ProtectedName = 18,

    /// <summary>It is in use, or other processes changed the directories too often while the path was resolved.</summary>
    Busy = 19,

    /// <summary>The disk or the quota is full, or the process has no file descriptor left.</summary>
    Exhausted = 20,

    /// <summary>There are more entries, or deeper ones, than the operation takes; or one call names more than 1,000 paths.</summary>
    TooMany = 21,

    /// <summary>Source and target are on different file systems, between which nothing is renamed.</summary>
    OtherFileSystem = 22,

    /// <summary>The path goes up: a name is <c>..</c>.</summary>
    DotDot = 23,

    /// <summary>The path is a URI.</summary>
    UriLike = 24,

    /// <summary>Decoding the path once more makes another path of it.</summary>
    EncodedTraversal = 25,

    /// <summary>A character looks like a separator or a dot, or becomes one when it is normalized.</summary>
    AmbiguousUnicode = 26,

    /// <summary>A character is invisible or changes the direction of the text.</summary>
    InvisibleUnicode = 27,

    /// <summary>The path holds a control character.</summary>
    ControlCharacter = 28,

    /// <summary>The path holds a backslash, which separates names on Windows and nowhere else.</summary>
    Backslash = 29,

    /// <summary>A name is a device of Windows, such as <c>NUL</c> or <c>com1.txt</c>.</summary>
    DeviceName = 30,

    /// <summary>A name holds a colon, which names a stream on Windows.</summary>
    Stream = 31,

    /// <summary>A name ends in a dot or a blank, which Windows drops.</summary>
    TrailingDotOrSpace = 32,

    /// <summary>A name holds one of <c>&lt; &gt; " | ? *</c>, which Windows reserves.</summary>
    ReservedCharacter = 33,

    /// <summary>A name has the form of a short name of Windows, such as <c>GIT~1</c>.</summary>
    ShortName = 34,

    /// <summary>The pattern of a listing is empty, too long, or holds a separator: it is for names, not for paths.</summary>
    MalformedPattern = 35,
}
