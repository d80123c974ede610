namespace McpSecure.Files.Windows;

/// <summary>Status numbers of the Windows kernel, and what they mean for a path.</summary>
internal static class NtStatus
{
    public const uint Success = 0;
    public const uint NoMoreFiles = 0x80000006;
    public const uint StoppedOnLink = 0x8000002D;
    public const uint NotImplemented = 0xC0000002;
    public const uint InvalidInformationClass = 0xC0000003;
    public const uint InvalidParameter = 0xC000000D;
    public const uint NoSuchFile = 0xC000000F;
    public const uint InvalidDeviceRequest = 0xC0000010;
    public const uint AccessDenied = 0xC0000022;
    public const uint BufferTooSmall = 0xC0000023;
    public const uint ObjectTypeMismatch = 0xC0000024;
    public const uint NameInvalid = 0xC0000033;
    public const uint NameNotFound = 0xC0000034;
    public const uint NameCollision = 0xC0000035;
    public const uint PathInvalid = 0xC0000039;
    public const uint PathNotFound = 0xC000003A;
    public const uint PathSyntaxBad = 0xC000003B;
    public const uint SharingViolation = 0xC0000043;
    public const uint QuotaExceeded = 0xC0000044;
    public const uint FileLockConflict = 0xC0000054;
    public const uint DeletePending = 0xC0000056;
    public const uint PrivilegeNotHeld = 0xC0000061;
    public const uint DiskFull = 0xC000007F;
    public const uint InsufficientResources = 0xC000009A;
    public const uint MediaWriteProtected = 0xC00000A2;
    public const uint FileIsADirectory = 0xC00000BA;
    public const uint NotSupported = 0xC00000BB;
    public const uint BadNetworkName = 0xC00000CC;
    public const uint NotSameDevice = 0xC00000D4;
    public const uint DirectoryNotEmpty = 0xC0000101;
    public const uint NotADirectory = 0xC0000103;
    public const uint NameTooLong = 0xC0000106;
    public const uint TooManyOpenedFiles = 0xC000011F;
    public const uint CannotDelete = 0xC0000121;
    public const uint FileDeleted = 0xC0000123;
    public const uint UserMappedFile = 0xC0000243;
    public const uint ReparseTagInvalid = 0xC0000276;
    public const uint ReparseTagMismatch = 0xC0000277;
    public const uint ReparseDataInvalid = 0xC0000278;
    public const uint ReparseTagNotHandled = 0xC0000279;
    public const uint ReparsePointEncountered = 0xC000050B;
    public const uint FileTooLarge = 0xC0000904;

    public static PathRefusal Reason(uint status) => status switch
    {
        NameNotFound or PathNotFound or NoSuchFile or FileDeleted or BadNetworkName => PathRefusal.NotFound,
        NameCollision => PathRefusal.Exists,
        ReparsePointEncountered or StoppedOnLink or ReparseTagInvalid or ReparseTagMismatch or ReparseDataInvalid or ReparseTagNotHandled => PathRefusal.Link,
        AccessDenied or CannotDelete or MediaWriteProtected or PrivilegeNotHeld => PathRefusal.Denied,
        SharingViolation or FileLockConflict or DeletePending or UserMappedFile => PathRefusal.Busy,
        NotADirectory => PathRefusal.NotADirectory,
        FileIsADirectory => PathRefusal.IsADirectory,
        DirectoryNotEmpty => PathRefusal.NotEmpty,
        NameInvalid or PathInvalid or PathSyntaxBad => PathRefusal.Malformed,
        NameTooLong => PathRefusal.TooLong,
        NotSameDevice => PathRefusal.OtherFileSystem,
        DiskFull or QuotaExceeded or TooManyOpenedFiles or InsufficientResources => PathRefusal.Exhausted,
        FileTooLarge => PathRefusal.TooLarge,
        InvalidDeviceRequest or ObjectTypeMismatch => PathRefusal.Special,
        _ => PathRefusal.Other,
    };

    /// <summary>Only success itself is success: a status that merely is no error, such as one that asks to wait, is a refusal.</summary>
    public static Outcome Outcome(uint status) => status == Success ? Files.Outcome.Done : Reason(status);

    /// <summary>Whether a file system, or a version of Windows, does not know this kind of request. Another may be tried on the same handle.</summary>
    public static bool IsUnknownRequest(uint status) =>
        status is NotImplemented or InvalidInformationClass or InvalidParameter or InvalidDeviceRequest or NotSupported;
}
