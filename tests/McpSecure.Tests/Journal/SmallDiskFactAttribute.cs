namespace McpSecure.Tests.Journal;

/// <summary>A fact of a small disk; skipped where none may be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Mounts = new(() =>
    {
        using var disk = SmallDisk.TryMount();
        return disk is not null;
    });

    public SmallDiskFactAttribute() => Skip = Mounts.Value ? null : "No file system may be mounted here: FailingDiskTests has the same with a disk that only pretends.";
}
