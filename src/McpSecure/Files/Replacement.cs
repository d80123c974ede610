using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files;

/// <summary>A new file without its final name. Disposed without <see cref="Commit"/>, it is gone.</summary>
internal abstract class Replacement : IDisposable
{
    /// <summary>Gets the file to write.</summary>
    public abstract SafeFileHandle Handle { get; }

    /// <summary>Whether it is the disk or the quota that ended a write.</summary>
    public abstract bool IsExhausted(IOException exception);

    /// <summary>Gives the file its name, in one step, in place of what had it.</summary>
    public abstract Outcome Commit();

    public abstract void Dispose();
}
