namespace McpSecure.Files.Linux;

/// <summary>Error numbers of Linux, and what they mean for a path. Results of this room are file descriptors, or one of these, negated.</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int NoDeviceOrAddress = 6;
    public const int Again = 11;
    public const int Access = 13;
    public const int Busy = 16;
    public const int Exists = 17;
    public const int CrossDevice = 18;
    public const int NoDevice = 19;
    public const int NotADirectory = 20;
    public const int IsADirectory = 21;
    public const int Invalid = 22;
    public const int SystemFilesExhausted = 23;
    public const int FilesExhausted = 24;
    public const int TextBusy = 26;
    public const int FileTooLarge = 27;
    public const int NoSpace = 28;
    public const int ReadOnlyFileSystem = 30;
    public const int NameTooLong = 36;
    public const int NotImplemented = 38;
    public const int NotEmpty = 39;
    public const int Loop = 40;
    public const int Quota = 122;

    // Far above the numbers of the kernel, which end at 4095.
    private const int OwnReasons = 10_000;

    /// <summary>A result of our own, for what the kernel has no number for.</summary>
    public static int Of(PathRefusal reason) => -(OwnReasons + (int)reason);

    public static PathRefusal Reason(int result) => -result switch
    {
        >= OwnReasons => (PathRefusal)(-result - OwnReasons),
        CrossDevice => PathRefusal.Escapes,
        Loop => PathRefusal.Link,
        NoEntry => PathRefusal.NotFound,
        NotADirectory => PathRefusal.NotADirectory,
        IsADirectory => PathRefusal.IsADirectory,
        Exists => PathRefusal.Exists,
        NotEmpty => PathRefusal.NotEmpty,
        Access or NotPermitted or ReadOnlyFileSystem => PathRefusal.Denied,
        NameTooLong => PathRefusal.TooLong,
        Again or Busy or TextBusy or Interrupted => PathRefusal.Busy,
        NoDeviceOrAddress or NoDevice => PathRefusal.Special,
        NoSpace or Quota or FilesExhausted or SystemFilesExhausted => PathRefusal.Exhausted,
        FileTooLarge => PathRefusal.TooLarge,
        _ => PathRefusal.Other,
    };

    public static Outcome Outcome(int result) => result >= 0 ? Files.Outcome.Done : Reason(result);
}
