using System.ComponentModel;
using System.Diagnostics;
using McpSecure.Files;

namespace McpSecure.WindowsCheck;

/// <summary>Other ways to a file than its path: each is made first, and not shown where this machine cannot make it.</summary>
internal static class Links
{
    public static void Run(Report report, Arena arena)
    {
        HardLinks(report, arena);
        ReparsePoint(report, arena, "a junction", "junction", MakeJunction);
        ReparsePoint(report, arena, "a link to a directory", "linked", (path, target) => Directory.CreateSymbolicLink(path, target));
        LinkToFile(report, arena);
        Mounted(report);
        ShortName(report, arena);
        Stream(report, arena);
    }

    private static void HardLinks(Report report, Arena arena)
    {
        if (!Native.TryHardLink(arena.In("hard"), arena.Out("secret")))
        {
            report.NotShown("a hard link", "none can be made");
            return;
        }

        report.Is("plain .NET reads a hard link", "secret", () => File.ReadAllText(arena.In("hard")));
        foreach (var (policy, read, write) in new[]
        {
            (Files.HardLinks.Deny, "HardLink", "HardLink"),
            (Files.HardLinks.ReadOnly, "read was done", "HardLink"),
            (Files.HardLinks.Allow, "read was done", "append was done"),
        })
        {
            using var root = arena.Open(hardLinks: policy);
            report.Is($"a hard link is read with {policy}", read, () => EachOperation.Outcomes(EachOperation.Reading.Where(one => one.Key == "read"), root, "hard"));
            report.Is($"a hard link is written with {policy}", write, () => EachOperation.Outcomes(EachOperation.Changing.Where(one => one.Key == "append"), root, "hard"));
        }

        using var denying = arena.Open(hardLinks: Files.HardLinks.Deny);
        report.Is("a hard link that is refused leaves no handle", expected: true, () => Handles.StayClosed(() =>
            EachOperation.Outcomes(EachOperation.Reading.Where(one => one.Key == "read"), denying, "hard")));
        using var replacing = arena.Open();
        report.Refuses("a hard link is not truncated", PathRefusal.HardLink, () => replacing.Create("hard").Dispose());
        report.Is("replacing it leaves the other name", "secret", () =>
        {
            replacing.WriteAllTextAtomic("hard", "mine");
            return File.ReadAllText(arena.Out("secret"));
        });
    }

    private static void ReparsePoint(Report report, Arena arena, string what, string name, Action<string, string> make)
    {
        if (!TryMake(() => make(arena.In(name), arena.Out(string.Empty))) || !File.Exists(arena.In($"{name}/secret")))
        {
            report.NotShown(what, "none can be made");
            return;
        }

        var before = File.ReadAllText(arena.Out("secret"));
        using var root = arena.Open();
        report.Is($"plain .NET reads through {what}", before, () => File.ReadAllText(arena.In($"{name}/secret")));
        report.Is($"through {what}", nameof(PathRefusal.Link), () => EachOperation.Outcomes(
            EachOperation.Reading.Concat(EachOperation.Changing), root, $"{name}/secret"));
        report.Is($"{what} is listed as a link", PathKind.SymbolicLink, () => root.Enumerate(".", name, new ListingLimits { MaxDepth = 9 }).Entries.Single().Kind);
        report.Refuses($"{what} itself", PathRefusal.Link, () => root.GetInfo(name));
        report.Refuses($"{what} to delete with all below", PathRefusal.Link, () => root.DeleteRecursive(name));
        report.Is("what is outside is as it was", before, () => File.ReadAllText(arena.Out("secret")));
        Directory.Delete(arena.In(name));
    }

    private static void LinkToFile(Report report, Arena arena)
    {
        if (!TryMake(() => File.CreateSymbolicLink(arena.In("link"), arena.Out("secret"))) || !File.Exists(arena.In("link")))
        {
            report.NotShown("a link to a file", "none can be made");
            return;
        }

        using var root = arena.Open();
        report.Is("a link to a file", nameof(PathRefusal.Link), () => EachOperation.Outcomes(
            EachOperation.Reading.Where(one => one.Key is "read" or "info" or "check").Concat(EachOperation.Changing.Where(one => one.Key is not ("create new" or "create directory" or "move to" or "move over" or "writable root"))),
            root,
            "link"));
        report.Is("what is outside is as it was", "secret", () => File.ReadAllText(arena.Out("secret")));
    }

    /// <summary>Wine shows what is mounted on the machine beneath it as a reparse point, as Windows shows a mounted volume.</summary>
    private static void Mounted(Report report)
    {
        const string Machine = @"Z:\";
        if (!File.Exists(Machine + @"proc\version"))
        {
            report.NotShown("a mounted volume", "none is at hand");
            return;
        }

        report.Is("plain .NET reads in a mounted volume", expected: true, () => File.ReadAllText(Machine + @"proc\version").Length > 0);
        using var root = SecureRoot.Open(Machine, new SecureRootOptions { Name = "machine" });
        report.Is("through a mounted volume", nameof(PathRefusal.Link), () => EachOperation.Outcomes(EachOperation.Reading, root, "proc/version"));
        report.Is("a mounted volume itself", nameof(PathRefusal.Link), () => EachOperation.Outcomes(EachOperation.Reading.Where(one => one.Key != "read"), root, "proc"));
        report.Is("a reparse point that is refused leaves no handle", expected: true, () => Handles.StayClosed(() =>
            EachOperation.Outcomes(EachOperation.Reading, root, "proc/version")));
        report.Is("a device of the machine beneath", nameof(PathRefusal.Link), () => EachOperation.Outcomes(EachOperation.Reading, root, "dev/null"));
    }

    private static void ShortName(Report report, Arena arena)
    {
        Directory.CreateDirectory(arena.In(".github"));
        if (Native.ShortName(arena.In(".github")) is not { } name || !Directory.Exists(arena.In(name)))
        {
            report.NotShown("a short name", "this volume makes none");
            return;
        }

        using var root = arena.Open();
        report.Is($"plain .NET takes {name} for .github", expected: true, () => Directory.Exists(arena.In(name)));
        report.Is($"the short name {name}", nameof(PathRefusal.ShortName), () => EachOperation.Outcomes(EachOperation.Changing, root, name));
    }

    private static void Stream(Report report, Arena arena)
    {
        if (!TryMake(() => File.WriteAllText(arena.In("file") + ":hidden", "stream")) || File.Exists(arena.In("file:hidden")) is false)
        {
            report.NotShown("a stream of a file", "this volume has none");
            return;
        }

        using var root = arena.Open();
        report.Is("plain .NET reads a stream", "stream", () => File.ReadAllText(arena.In("file") + ":hidden"));
        report.Is("a stream", nameof(PathRefusal.Stream), () => EachOperation.Outcomes(EachOperation.Reading, root, "file:hidden"));
    }

    private static void MakeJunction(string path, string target)
    {
        var start = new ProcessStartInfo("cmd.exe") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "/c", "mklink", "/J", path.Replace('/', '\\'), target.Replace('/', '\\').TrimEnd('\\') })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("cmd.exe did not start.");
        process.WaitForExit();
    }

    private static bool TryMake(Action make)
    {
        try
        {
            make();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or Win32Exception or EntryPointNotFoundException)
        {
            return false;
        }
    }
}
