using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files.Windows;

/// <summary>A new file beside the one whose name it takes, in the same open directory.</summary>
internal sealed class WindowsReplacement : Replacement
{
    private const int HandleDiskFull = 39;
    private const int DiskFull = 112;
    private const int QuotaExceeded = 1295;

    private readonly Walk _place;
    private bool _isNamed;

    private WindowsReplacement(Walk place, SafeFileHandle handle)
    {
        _place = place;
        Handle = handle;
    }

    public override SafeFileHandle Handle { get; }

    /// <summary>Creates the file.</summary>
    /// <param name="place">Where it goes, and its name; owned from now on, if this is done.</param>
    /// <param name="existing">The file that it replaces, if there is one: who may read that, and nobody else, may read this.</param>
    /// <param name="replacement">The file.</param>
    public static Outcome Create(Walk place, SafeFileHandle? existing, out Replacement? replacement)
    {
        replacement = null;
        var temporary = $".{RandomNumberGenerator.GetHexString(24, lowercase: true)}.tmp";
        var outcome = place.Open(temporary, Opening.Temporary, out var handle, out _);
        if (!outcome.IsDone)
        {
            return outcome;
        }

        outcome = existing is null ? outcome : HandleChange.CopyPermissions(existing, handle!);
        if (!outcome.IsDone)
        {
            _ = HandleChange.Delete(handle!);
            handle!.Dispose();
            return outcome;
        }

        replacement = new WindowsReplacement(place, handle!);
        return outcome;
    }

    public override bool IsExhausted(IOException exception) => (exception.HResult & 0xffff) is HandleDiskFull or DiskFull or QuotaExceeded;

    public override Outcome Commit()
    {
        // Without this a crash can leave an empty file under the final name.
        RandomAccess.FlushToDisk(Handle);
        var renamed = HandleChange.Rename(Handle, _place.Current, _place.Name, overwrite: true);
        _isNamed = renamed.IsDone;
        return renamed;
    }

    public override void Dispose()
    {
        if (!_isNamed && !Handle.IsClosed)
        {
            _ = HandleChange.Delete(Handle);
        }

        Handle.Dispose();
        _place.Dispose();
    }
}
