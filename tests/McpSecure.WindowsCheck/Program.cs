using System.Runtime.Versioning;
using McpSecure.WindowsCheck;

[assembly: SupportedOSPlatform("windows")]

if (!OperatingSystem.IsWindows())
{
    await Console.Error.WriteLineAsync("It checks the Windows engine: run it on Windows, or under Wine (tests/README.md).");
    return 2;
}

var report = new Report();
(string Title, Action<Report, Arena> Run)[] groups =
[
    ("Operations", Operations.Run),
    ("Names and paths that are refused", RefusedPaths.Run),
    ("What is there, and what may not be done with it", RefusedStates.Run),
    ("Protected names", ProtectedNames.Run),
    ("Links", Links.Run),
    ("Permissions", Permissions.Run),
    ("At the same time", Concurrency.Run),
    ("Handles", Handles.Run),
];
foreach (var (title, run) in groups)
{
    Report.Begin(title);
    report.Finishes(title, () =>
    {
        using var arena = new Arena();
        run(report, arena);
    });
}

return report.Summary();
