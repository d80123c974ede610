using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files.Linux;

/// <summary>A new file beside the one whose name it takes, in the same open directory.</summary>
internal sealed class LinuxReplacement : Replacement
{
    // Readable by nobody else until it has its name and the permissions of what it replaces.
    private const uint Private = 0x180;
    private const uint NewFileMode = 0x1b6;

    private readonly Place _place;
    private readonly byte[] _temporary;
    private bool _isNamed;

    private LinuxReplacement(Place place, byte[] temporary, SafeFileHandle handle)
    {
        _place = place;
        _temporary = temporary;
        Handle = handle;
    }

    public override SafeFileHandle Handle { get; }

    /// <summary>Creates the file.</summary>
    /// <param name="place">Where it goes; owned from now on, if this is done.</param>
    /// <param name="permissions">Those of the file that it replaces, if there is one.</param>
    /// <param name="replacement">The file.</param>
    public static Outcome Create(Place place, uint? permissions, out Replacement? replacement)
    {
        replacement = null;
        var temporary = Encoding.ASCII.GetBytes($".{RandomNumberGenerator.GetHexString(24, lowercase: true)}.tmp\0");
        var flags = Libc.WriteOnly | Libc.Create | Libc.Exclusive | Libc.NoTerminal | Abi.NoFollow;
        var descriptor = Libc.OpenAt(place.Directory, temporary, flags, permissions is null ? NewFileMode : Private);
        if (descriptor < 0)
        {
            return Errno.Reason(descriptor);
        }

        var created = new LinuxReplacement(place, temporary, new SafeFileHandle(descriptor, ownsHandle: true));
        if (permissions is { } mode && Libc.SetPermissions(descriptor, mode) is < 0 and var error)
        {
            created.RemoveTemporary();
            created.Handle.Dispose();
            return Errno.Reason(error);
        }

        replacement = created;
        return Outcome.Done;
    }

    // What .NET throws after a system call carries its error number.
    public override bool IsExhausted(IOException exception) => Errno.Reason(-exception.HResult) == PathRefusal.Exhausted;

    public override Outcome Commit()
    {
        // Without this a crash can leave an empty file under the final name.
        RandomAccess.FlushToDisk(Handle);
        var result = Libc.Rename(_place.Directory, _temporary, _place.Directory, _place.Name, overwrite: true);
        _isNamed = result >= 0;
        return Errno.Outcome(result);
    }

    public override void Dispose()
    {
        Handle.Dispose();
        if (!_isNamed)
        {
            RemoveTemporary();
        }

        _place.Dispose();
    }

    private void RemoveTemporary() => _ = Libc.Unlink(_place.Directory, _temporary);
}
