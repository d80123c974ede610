using McpSecure.Files;

namespace McpSecure.WindowsCheck;

/// <summary>Paths that no operation takes, with portable names and with <see cref="PathNames.Native"/>, which changes nothing on Windows.</summary>
internal static class RefusedPaths
{
    private static readonly (string Path, PathRefusal Reason)[] Rows =
    [
        ("", PathRefusal.Empty),
        ("file\0", PathRefusal.Nul), // .NET and Windows disagree about where it ends
        ("../outside/secret", PathRefusal.Escapes),
        ("sub/../../outside/secret", PathRefusal.Escapes),
        ("sub/./../.././outside/secret", PathRefusal.Escapes),
        ("../root/file", PathRefusal.Escapes), // back in again is out all the same
        ("..\\outside\\secret", PathRefusal.Backslash),
        ("sub\\..\\..\\outside\\secret", PathRefusal.Backslash),
        ("sub/..\\../outside/secret", PathRefusal.Backslash),
        ("/outside/secret", PathRefusal.Rooted),
        ("//server/share/secret", PathRefusal.Rooted),
        ("//?/C:/windows/win.ini", PathRefusal.Rooted),
        ("\\windows\\win.ini", PathRefusal.Backslash),
        ("\\\\server\\share\\secret", PathRefusal.Backslash),
        ("\\\\?\\C:\\windows\\win.ini", PathRefusal.Backslash),
        ("\\\\.\\PhysicalDrive0", PathRefusal.Backslash),
        ("\\??\\C:\\windows\\win.ini", PathRefusal.Backslash), // how the kernel spells it
        ("C:\\windows\\win.ini", PathRefusal.Backslash),
        ("C:/windows/win.ini", PathRefusal.Stream),
        ("C:secret", PathRefusal.Stream), // relative to the current directory of the drive
        ("sub/C:/windows/win.ini", PathRefusal.Stream),
        ("file::$DATA", PathRefusal.Stream), // the file by another name
        ("file:hidden", PathRefusal.Stream),
        ("sub::$INDEX_ALLOCATION/file", PathRefusal.Stream),
        ("NUL", PathRefusal.DeviceName),
        ("sub/nul.txt", PathRefusal.DeviceName),
        ("CON", PathRefusal.DeviceName),
        ("aux ", PathRefusal.DeviceName),
        ("COM1.log", PathRefusal.DeviceName),
        ("lpt9", PathRefusal.DeviceName),
        ("com\u00b9", PathRefusal.DeviceName),
        ("CONOUT$", PathRefusal.DeviceName),
        ("NUL:", PathRefusal.DeviceName),
        ("file.", PathRefusal.TrailingDotOrSpace), // Windows drops it, and opens file
        ("file ", PathRefusal.TrailingDotOrSpace),
        (".../outside/secret", PathRefusal.TrailingDotOrSpace),
        ("sub /file", PathRefusal.TrailingDotOrSpace),
        ("OUTSID~1", PathRefusal.ShortName),
        ("GIT~1/config", PathRefusal.ShortName),
        ("_GIT~DER", PathRefusal.ShortName), // how Wine shortens .github
        ("A~B.TXT/file", PathRefusal.ShortName),
        ("fil?", PathRefusal.ReservedCharacter),
        ("*", PathRefusal.ReservedCharacter),
        ("file<", PathRefusal.ReservedCharacter), // a wild card of the kernel
        ("file\"", PathRefusal.ReservedCharacter),
        ("a|b", PathRefusal.ReservedCharacter),
        ("file\u0001", PathRefusal.ControlCharacter),
        ("file\ud800", PathRefusal.Malformed),
        (new string('x', 256), PathRefusal.TooLong),
        (new string('x', 5000), PathRefusal.TooLong),
    ];

    private static readonly string[] PlainReads = ["..\\outside\\secret", "../outside/secret", "sub/../../outside/secret"];

    public static void Run(Report report, Arena arena)
    {
        foreach (var path in PlainReads)
        {
            report.Is($"plain .NET reads {path}", "secret", () => File.ReadAllText(Path.Join(arena.In(string.Empty), path)));
        }

        report.Is("plain .NET takes 'file.' for file", "inside", () => File.ReadAllText(arena.In("file.")));
        var before = arena.Snapshot();
        foreach (var names in new[] { PathNames.Portable, PathNames.Native })
        {
            using var root = arena.Open(names: names);
            foreach (var (path, reason) in Rows)
            {
                var shown = Uri.EscapeDataString(path.Length > 40 ? path[..40] : path.Replace("\ud800", "(surrogate)", StringComparison.Ordinal));
                report.Is($"{names} {shown}", reason.ToString(), () =>
                    EachOperation.Outcomes(EachOperation.Reading.Concat(EachOperation.Changing), root, path));
            }
        }

        report.Is("nothing was created, changed or deleted", expected: true, () => arena.Snapshot() == before);
    }
}
