using System.Security.AccessControl;
using System.Security.Principal;

namespace McpSecure.WindowsCheck;

/// <summary>Who may do what with a file is not changed by writing it anew. Wine cannot take rights away; what matters is that they are the same.</summary>
internal static class Permissions
{
    public static void Run(Report report, Arena arena)
    {
        var fresh = Of(arena.In("file"));
        Change(arena.In("file"));
        var before = Of(arena.In("file"));
        if (before == fresh)
        {
            report.NotShown("permissions", "they cannot be changed");
            return;
        }

        using var root = arena.Open();
        report.Is("a file that is replaced keeps its permissions", $"new {before}", () =>
        {
            root.WriteAllTextAtomic("file", "new");
            return $"{File.ReadAllText(arena.In("file"))} {Of(arena.In("file"))}";
        });
        report.Is("a new one has those of its directory", fresh, () =>
        {
            root.WriteAllTextAtomic("fresh", "new");
            return Of(arena.In("fresh"));
        });
    }

    private static void Change(string path)
    {
        using var identity = WindowsIdentity.GetCurrent();
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(identity.User!, FileSystemRights.FullControl, AccessControlType.Allow));
        security.AddAccessRule(new FileSystemAccessRule(new SecurityIdentifier(WellKnownSidType.WorldSid, null), FileSystemRights.FullControl, AccessControlType.Allow));
        new FileInfo(path).SetAccessControl(security);
    }

    private static string Of(string path) =>
        new FileInfo(path).GetAccessControl(AccessControlSections.Access).GetSecurityDescriptorSddlForm(AccessControlSections.Access);
}
