using McpSecure.Files;
using McpSecure.Files.Windows;

namespace McpSecure.Tests.Files.Windows;

/// <summary>What an answer of the Windows kernel means for a path. The numbers are those of Microsoft's list of NTSTATUS values.</summary>
public sealed class NtStatusTests
{
    [Theory]
    [InlineData(0xC0000034, PathRefusal.NotFound)] // OBJECT_NAME_NOT_FOUND
    [InlineData(0xC000003A, PathRefusal.NotFound)] // OBJECT_PATH_NOT_FOUND
    [InlineData(0xC000000F, PathRefusal.NotFound)] // NO_SUCH_FILE
    [InlineData(0xC0000123, PathRefusal.NotFound)] // FILE_DELETED
    [InlineData(0xC00000CC, PathRefusal.NotFound)] // BAD_NETWORK_NAME
    [InlineData(0xC0000035, PathRefusal.Exists)] // OBJECT_NAME_COLLISION
    [InlineData(0xC000050B, PathRefusal.Link)] // REPARSE_POINT_ENCOUNTERED
    [InlineData(0x8000002D, PathRefusal.Link)] // STOPPED_ON_SYMLINK
    [InlineData(0xC0000276, PathRefusal.Link)] // IO_REPARSE_TAG_INVALID
    [InlineData(0xC0000277, PathRefusal.Link)] // IO_REPARSE_TAG_MISMATCH
    [InlineData(0xC0000278, PathRefusal.Link)] // IO_REPARSE_DATA_INVALID
    [InlineData(0xC0000279, PathRefusal.Link)] // IO_REPARSE_TAG_NOT_HANDLED
    [InlineData(0xC0000022, PathRefusal.Denied)] // ACCESS_DENIED
    [InlineData(0xC0000061, PathRefusal.Denied)] // PRIVILEGE_NOT_HELD
    [InlineData(0xC00000A2, PathRefusal.Denied)] // MEDIA_WRITE_PROTECTED
    [InlineData(0xC0000121, PathRefusal.Denied)] // CANNOT_DELETE
    [InlineData(0xC0000043, PathRefusal.Busy)] // SHARING_VIOLATION
    [InlineData(0xC0000054, PathRefusal.Busy)] // FILE_LOCK_CONFLICT
    [InlineData(0xC0000056, PathRefusal.Busy)] // DELETE_PENDING
    [InlineData(0xC0000243, PathRefusal.Busy)] // USER_MAPPED_FILE
    [InlineData(0xC0000103, PathRefusal.NotADirectory)] // NOT_A_DIRECTORY
    [InlineData(0xC00000BA, PathRefusal.IsADirectory)] // FILE_IS_A_DIRECTORY
    [InlineData(0xC0000101, PathRefusal.NotEmpty)] // DIRECTORY_NOT_EMPTY
    [InlineData(0xC0000033, PathRefusal.Malformed)] // OBJECT_NAME_INVALID
    [InlineData(0xC0000039, PathRefusal.Malformed)] // OBJECT_PATH_INVALID
    [InlineData(0xC000003B, PathRefusal.Malformed)] // OBJECT_PATH_SYNTAX_BAD
    [InlineData(0xC0000106, PathRefusal.TooLong)] // NAME_TOO_LONG
    [InlineData(0xC00000D4, PathRefusal.OtherFileSystem)] // NOT_SAME_DEVICE
    [InlineData(0xC000007F, PathRefusal.Exhausted)] // DISK_FULL
    [InlineData(0xC0000044, PathRefusal.Exhausted)] // QUOTA_EXCEEDED
    [InlineData(0xC000009A, PathRefusal.Exhausted)] // INSUFFICIENT_RESOURCES
    [InlineData(0xC000011F, PathRefusal.Exhausted)] // TOO_MANY_OPENED_FILES
    [InlineData(0xC0000904, PathRefusal.TooLarge)] // FILE_TOO_LARGE
    [InlineData(0xC0000010, PathRefusal.Special)] // INVALID_DEVICE_REQUEST
    [InlineData(0xC0000024, PathRefusal.Special)] // OBJECT_TYPE_MISMATCH
    [InlineData(0xC0000001, PathRefusal.Other)] // UNSUCCESSFUL
    [InlineData(0x00000103, PathRefusal.Other)] // PENDING: no error, and not done
    [InlineData(0x00000104, PathRefusal.Other)] // REPARSE: no error, and somewhere else
    [InlineData(0x80000005, PathRefusal.Other)] // BUFFER_OVERFLOW: a warning, and not all
    public void Refuses_with_the_reason_that_the_kernel_gave(uint status, PathRefusal reason)
    {
        var outcome = NtStatus.Outcome(status);

        Assert.False(outcome.IsDone);
        Assert.Equal(reason, outcome.Reason);
    }

    [Fact]
    public void Only_success_is_success() => Assert.True(NtStatus.Outcome(0).IsDone);

    [Theory]
    [InlineData(0xC0000002, true)] // NOT_IMPLEMENTED
    [InlineData(0xC0000003, true)] // INVALID_INFO_CLASS: before Windows 10 1607, and Wine
    [InlineData(0xC000000D, true)] // INVALID_PARAMETER: FAT
    [InlineData(0xC0000010, true)] // INVALID_DEVICE_REQUEST
    [InlineData(0xC00000BB, true)] // NOT_SUPPORTED
    [InlineData(0xC0000022, false)] // ACCESS_DENIED: asking in another way would be asking twice
    [InlineData(0xC0000101, false)] // DIRECTORY_NOT_EMPTY
    [InlineData(0xC0000121, false)] // CANNOT_DELETE
    [InlineData(0, false)]
    public void Asks_in_the_older_way_only_where_the_newer_one_is_unknown(uint status, bool isUnknown) =>
        Assert.Equal(isUnknown, NtStatus.IsUnknownRequest(status));
}
