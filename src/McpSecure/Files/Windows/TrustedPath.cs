using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files.Windows;

/// <summary>The directory of a root, by the absolute path that its operator wrote.</summary>
internal static class TrustedPath
{
    private const string Kernel = @"\??\";
    private const int MaximumLength = 32_000;

    public static Outcome Open(string path, out SafeFileHandle? handle, out FileFacts facts)
    {
        handle = null;
        facts = default;
        if (path.Length > MaximumLength)
        {
            return PathRefusal.TooLong;
        }

        var outcome = NtStatus.Outcome(Nt.OpenTrusted(ForKernel(Path.TrimEndingDirectorySeparator(path)), out handle));
        outcome = outcome.IsDone ? FileFacts.Of(handle!, out facts) : outcome;
        outcome = outcome.IsDone && !Nt.IsOnDisk(handle!) ? PathRefusal.Special : outcome;
        if (!outcome.IsDone)
        {
            handle?.Dispose();
        }

        return outcome;
    }

    /// <summary>The path as the kernel takes it, which has no limit of 260 characters.</summary>
    public static string ForKernel(string path) =>
        path.StartsWith(@"\\?\", StringComparison.Ordinal) || path.StartsWith(@"\\.\", StringComparison.Ordinal) ? Kernel + path[4..]
        : path.StartsWith(@"\\", StringComparison.Ordinal) ? $@"{Kernel}UNC\{path[2..]}"
        : Kernel + path;
}
