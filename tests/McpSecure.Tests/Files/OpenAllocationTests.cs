using McpSecure.Files;
using McpSecure.Tests.Allocation;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Files;

/// <summary>What an open allocates, beside what the BCL allocates for the same file.</summary>
[Collection(CountedBytes.Name)]
public sealed class OpenAllocationTests
{
    private const int Times = 500;
    private const double More = 64;

    [LinuxTheory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void The_kernel_opens_for_64_bytes_more_than_the_BCL(int depth)
    {
        using var folder = new Folder();
        var path = string.Concat(Enumerable.Repeat("d/", depth - 1)) + "f";
        folder.Write(path, "inside");
        var full = folder.In(path);
        using var root = folder.Open(ConfinementEngine.Openat2);
        using var reader = folder.Open(ConfinementEngine.Openat2, PathAccess.Read);

        var plain = BytesOf(() => File.OpenHandle(full).Dispose());

        Assert.InRange(BytesOf(() => root.OpenHandle(path).Dispose()), 1, plain + More);
        Assert.InRange(BytesOf(() => reader.OpenHandle(path).Dispose()), 1, plain + More);
        Assert.InRange(BytesOf(() => root.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite).Dispose()), 1, plain + More);
        Assert.InRange(BytesOf(() => root.Check(path, PathAccess.Read, mustExist: true)), 0, More);
    }

    private static double BytesOf(Action action)
    {
        for (var warm = 0; warm < 100; warm++)
        {
            action();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var time = 0; time < Times; time++)
        {
            action();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Times;
    }
}
