using System.Runtime.InteropServices;

namespace McpSecure.Tests.Execution.Processes;

/// <summary>A descriptor as native libraries open them: every child gets it.</summary>
internal static class NativeDescriptor
{
    public static int OpenInherited(string path)
    {
        using var handle = File.OpenHandle(path);
        return dup((int)handle.DangerousGetHandle());
    }

    public static void Close(int descriptor) => _ = close(descriptor);

#pragma warning disable SYSLIB1054 // what it generates needs unsafe code
    [DllImport("libc")]
    private static extern int dup(int descriptor);

    [DllImport("libc")]
    private static extern int close(int descriptor);
#pragma warning restore SYSLIB1054
}
