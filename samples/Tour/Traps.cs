using System.Runtime.InteropServices;
using System.Text;

namespace Tour;

/// <summary>What somebody else has left in the workspace: links, a pipe and a device, and a folder that changes places with a link.</summary>
/// <remarks>On Linux only: elsewhere there is neither a pipe with a name nor a device beside the files.</remarks>
internal static class Traps
{
    /// <summary>The text that no call may ever return.</summary>
    public const string Secret = "This lies outside of the workspace.";

    /// <summary>The text of the file in the folder that changes places.</summary>
    public const string Inside = "This lies inside.";

    private const uint Private = 0x180;
    private const uint Pipe = 0x1000;
    private const uint Device = 0x2000;
    private const ulong Zero = (1 << 8) | 5;

    /// <summary>Gets a value indicating whether traps can be set on this system.</summary>
    public static bool IsPossible { get; } = OperatingSystem.IsLinux();

    /// <summary>Sets the traps.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="outside">A folder beside it.</param>
    public static void Set(string workspace, string outside)
    {
        Directory.CreateDirectory(outside);
        File.WriteAllText(Path.Join(outside, "secret.txt"), Secret);
        File.CreateSymbolicLink(Path.Join(workspace, "out"), outside);
        File.CreateSymbolicLink(Path.Join(workspace, "zero-link"), "/dev/zero");
        Directory.CreateDirectory(Path.Join(workspace, "swap"));
        File.WriteAllText(Path.Join(workspace, "swap", "secret.txt"), Inside);
        File.CreateSymbolicLink(Path.Join(workspace, "swap.link"), outside);
        Directory.CreateDirectory(Path.Join(workspace, ".git")); // there already, where there is git
        _ = MakeNode(Path.Join(workspace, "pipe"), Pipe | Private, 0);

        // Making a device takes the rights of root. Without them a second pipe stands in: both are no files.
        if (MakeNode(Path.Join(workspace, "device"), Device | Private, Zero) != 0)
        {
            _ = MakeNode(Path.Join(workspace, "device"), Pipe | Private, 0);
        }
    }

    /// <summary>Lets the folder and the link change places until it is told to stop.</summary>
    public static void Swap(string workspace, CancellationToken stop)
    {
        var (place, folder, link) = (Path.Join(workspace, "swap"), Path.Join(workspace, "swap.folder"), Path.Join(workspace, "swap.link"));
        while (!stop.IsCancellationRequested)
        {
            Rename(place, folder);
            Rename(link, place);
            Rename(place, link);
            Rename(folder, place);
        }
    }

    private static int MakeNode(string path, uint mode, ulong device) => mknod(Name(path), mode, device);

    private static void Rename(string from, string to) => _ = rename(Name(from), Name(to));

    private static byte[] Name(string path) => Encoding.UTF8.GetBytes(path + '\0');

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int mknod(byte[] path, uint mode, ulong device);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int rename(byte[] from, byte[] to);
}
