using System.Globalization;
using System.Text;
using McpSecure.Files;
using Microsoft.Win32.SafeHandles;

namespace McpSecure.Tests.Files.Race;

/// <summary>
/// A root whose directory <c>d</c> is swapped with a link to the outside, without a pause. Inside and outside hold the same names, so that
/// every operation would succeed on either.
/// </summary>
internal sealed class Arena : IDisposable
{
    private readonly Folder _folder = new();
    private readonly SafeFileHandle _inside;
    private readonly SwapperProcess _swapper;
    private string _outside;

    /// <param name="place">The directory of the root in which the two names are.</param>
    public Arena(string place = ".")
    {
        var (directory, link) = ($"{Root}/{place}/d", $"{Root}/{place}/l");
        Fill(directory, "inside");
        Fill(_folder.Outside, "outside");
        File.CreateSymbolicLink(link, place == "." ? "../outside" : "../../outside");
        _outside = Snapshot();
        _inside = new SafeFileHandle(Descriptors.OpenDirectory(directory), ownsHandle: true);
        _swapper = new SwapperProcess(directory, link);
    }

    public string Root => _folder.Inside;

    /// <summary>Gets a name of the directory inside that no swap changes.</summary>
    public string Inside => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{(int)_inside.DangerousGetHandle()}");

    public SecureRoot Open(ConfinementEngine engine) => _folder.Open(engine);

    /// <summary>Whether something outside was created, changed or deleted since the last time. It is put right again.</summary>
    public bool TakeDamage()
    {
        if (Snapshot() == _outside)
        {
            return false;
        }

        new DirectoryInfo(_folder.Outside).Delete(recursive: true);
        Fill(_folder.Outside, "outside");
        _outside = Snapshot();
        return true;
    }

    public int OpenDescriptors => Descriptors.CountBelow(_folder.Path);

    public long Stop()
    {
        _inside.Dispose();
        return _swapper.Stop();
    }

    public void Dispose()
    {
        _swapper.Dispose();
        _inside.Dispose();
        _folder.Dispose();
    }

    /// <summary>The files and directories that attacks go for.</summary>
    public static void Fill(string directory, string text)
    {
        Directory.CreateDirectory(directory + "/victim/b");
        File.WriteAllText(directory + "/f", text);
        File.WriteAllText(directory + "/victim/a", text);
        File.WriteAllText(directory + "/victim/b/c", text);
    }

    /// <summary>Names, contents and times: a file that came and went shows in the time of its directory.</summary>
    private string Snapshot()
    {
        var text = new StringBuilder();
        var outside = new DirectoryInfo(_folder.Outside);
        foreach (var entry in outside.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Prepend(outside).OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            text.Append(entry.FullName).Append(' ').Append(entry.LastWriteTimeUtc.Ticks).Append(' ');
            text.Append(entry is FileInfo ? File.ReadAllText(entry.FullName) : string.Empty).AppendLine();
        }

        return text.ToString();
    }
}
